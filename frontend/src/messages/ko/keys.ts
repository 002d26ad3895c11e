import type { Messages } from "..";

export const keys: Messages["keys"] = {
  title: "키보드 단축키",
  search: "검색창으로 이동",
  rows: "다음 행, 이전 행",
  cells: "행의 다음 값, 이전 값",
  open: "이벤트 또는 접힌 이벤트 열기",
  only: "선택한 값의 이벤트만 보기",
  without: "선택한 값의 이벤트 제외",
  copy: "선택한 값 또는 행 복사",
  menu: "행의 작업 메뉴",
  pause: "실시간 일시 중지 또는 다시 시작",
  help: "이 목록",
  names: { space: "스페이스바", enter: "Enter 키", menu: "Shift + F10 키" },
};
