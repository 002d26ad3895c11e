import type { Messages } from "..";

export const notes: Messages["notes"] = {
  readAs: (text) => `조건으로 해석: ${text}. 따옴표로 묶으면 단어로 검색합니다.`,
  leftOut: (text) => `“${text}”에는 글자나 숫자가 없어 제외했습니다.`,
  openQuote: "따옴표가 닫히지 않았습니다.",
  openBracket: "괄호가 닫히지 않았습니다.",
  closedBracket: "열리지 않은 괄호가 닫혔습니다.",
  tooDeep: "괄호가 너무 깊게 겹쳐 있습니다.",
  missingEnd: "끝에 빠진 내용이 있습니다.",
  missingBracket: "닫는 괄호 앞에 빠진 내용이 있습니다.",
  missingSide: (text) => `“${text}” 양쪽에 단어가 있어야 합니다.`,
  noValue: (text) => `“${text}:” 뒤에 값이 없습니다.`,
  noDate: (text) => `“${text}:” 뒤에 날짜가 없습니다.`,
  notADate: (text) => `“${text}”은(는) 날짜가 아닙니다. 2026-11-22와 같이 입력하세요.`,
  asWords: (problem) => `${problem} 일반 단어로 검색했습니다.`,
};
