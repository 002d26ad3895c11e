import type { Messages } from "..";
import { events, n } from "./count";

const listed = (days: string[]) =>
  days.length <= 7 ? days.join(", ") : `${days.slice(0, 6).join(", ")} 외 ${n(days.length - 6)}일`;

export const results: Messages["results"] = {
  label: "이벤트",
  newestFirst: "최신순. 오래된 순으로 정렬",
  oldestFirst: "오래된 순. 최신순으로 정렬",
  exact: "정확함",
  totalSpoken: (count, exact) => (exact ? events(count) : `이벤트 최소 ${n(count)}건`),
  took: (ms) => `${ms < 10 ? ms.toFixed(1) : n(Math.round(ms))} ms`,
  loading: "이벤트를 불러오는 중",
  loadingMore: "이벤트를 더 불러오는 중",
  end: (count) => `${events(count)}을 모두 표시했습니다`,
  moreFailed: "이벤트를 더 불러오지 못했습니다.",
  missing: (days) =>
    `${days.length === 1 ? "다음 날짜" : `다음 ${n(days.length)}일`}의 로그를 읽을 수 없어 표시된 숫자는 최솟값입니다: ${listed(days)}`,
};
