import type { Messages } from "..";

export const search: Messages["search"] = {
  landmark: "검색",
  label: "감사 로그 검색",
  placeholder: "누가 무엇을 했나요? 예: 김민준 그룹 수정 어제",
  submit: "검색",
  clear: "검색어 지우기",
  open: "검색 열기",
  shortcut: "/",
  conditions: "적용된 조건",
  remove: (label) => `${label} 제거`,
  clearAll: "모두 지우기",
  ignored: "링크에서 이해하지 못한 부분을 제외했습니다:",
  dismiss: "닫기",
  notes: "검색어 해석",
  anyOf: (values) => values.join(" 또는 "),
  before: (day) => `${day} 이전`,
  after: (day) => `${day} 이후`,
};
