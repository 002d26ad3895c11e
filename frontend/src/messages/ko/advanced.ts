import type { Messages } from "..";

export const advanced: Messages["advanced"] = {
  button: "고급 검색",
  title: "고급 검색 조건",
  words: "검색어",
  wordsHelp: "입력한 모든 단어를 순서에 관계없이 이벤트 전체에서 찾습니다.",
  user: "사용자",
  userHelp: "작업을 수행한 사람의 이름 또는 이메일입니다.",
  target: "대상",
  targetHelp: "작업 대상의 이름 또는 이메일입니다.",
  submit: "검색",
  reset: "초기화",
  close: "닫기",
};
