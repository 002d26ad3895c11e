import type { Messages } from "..";
import { n } from "./count";

export const states: Messages["states"] = {
  waited: (seconds) => `${seconds.toFixed(1)}초…`,
  cancel: "취소",
  cancelSearch: "검색 취소",
  canceled: "검색을 중단했습니다. 화면에는 이전 검색의 결과가 표시되어 있습니다.",
  canceledFirst: "결과를 받기 전에 검색을 중단했습니다.",
  again: "다시 검색",
  ended: "로그아웃되었습니다.",
  endedHelp: "세션이 종료되었습니다. 다시 로그인하면 열려 있는 화면에서 계속할 수 있습니다.",
  logInAgain: "다시 로그인",
  heard: (time) => `마지막 응답 시각: ${time}`,
  tryingIn: (seconds) => `${n(seconds)}초 후 다시 시도합니다.`,
  trying: "다시 시도하는 중…",
  server: (sentence) => `서버 메시지: ${sentence}`,
  partMissing:
    "화면의 이 부분을 불러오지 못했습니다. 서버에 연결할 수 없거나 서버가 업데이트되었습니다. 다시 시도하거나 페이지를 새로 고치세요.",
  advice: {
    question: "검색어나 기간을 바꾸어 다시 검색하세요.",
    timeout: "기간이 짧을수록 빨리 검색됩니다.",
    forbidden: "관리자에게 권한을 요청하거나 권한이 있는 사용자로 로그인하세요.",
    busy: "검색 조건에는 문제가 없습니다.",
    broken: "다시 시도하고, 또 실패하면 발생 시각을 관리자에게 알려 주세요.",
    notNow: "보통 1분 이내에 해결됩니다.",
  },
};
