import type { Messages } from "..";
import { events, n } from "./count";

export const ask: Messages["ask"] = {
  suggestions: "추천",
  counted: (count) => (count === 0 ? "추천이 없습니다" : `추천 ${n(count)}개`),
  failed: "지금은 추천을 불러올 수 없습니다. 검색은 그대로 할 수 있습니다.",
  keys: "↑ ↓ 선택 · Tab 완성 · Enter 검색 · Esc 닫기",
  recent: "최근 검색어",
  forget: (question) => `최근 검색어에서 “${question}” 삭제`,
  forgetKey: "Shift + Delete 키로 최근 검색어를 삭제합니다",
  forgetAll: "최근 검색어 모두 삭제",
  conditions: "항목에서 검색",
  periods: "기간",
  fields: {
    user: "작업을 수행한 사람",
    target: "작업의 대상",
    task: "수행한 작업",
    status: "성공 또는 실패",
    via: "서비스 타입: PC 웹, 모바일 앱, API 등",
    before: "지정한 날짜 이전",
    after: "지정한 날짜 이후",
    on: "지정한 날짜 하루",
  },
  periodWords: [
    "오늘",
    "어제",
    "이번 주",
    "지난주",
    "이번 달",
    "지난달",
    "최근 24시간",
    "최근 7일",
    "최근 30일",
  ],
  option: (label, detail, count) =>
    [label, detail, count === null ? "" : events(count)].filter(Boolean).join(", "),
};
