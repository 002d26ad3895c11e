import type { Messages } from "..";

export const advanced: Messages["advanced"] = {
  button: "고급 검색",
  title: "고급 검색 조건",
  words: "검색어",
  wordsHelp: "검색창과 같습니다. 입력한 모든 단어를 순서에 관계없이 이벤트 전체에서 찾습니다.",
  rows: "조건",
  row: (at) => `조건 ${at}`,
  field: "항목",
  op: "비교",
  ops: { is: "일치", is_not: "일치하지 않음", contains: "포함", contains_not: "포함하지 않음" },
  values: (field) => `${field} 값`,
  people: "이름 또는 이메일",
  text: "단어",
  several: "값이 여러 개이면 그중 하나와 맞으면 됩니다. Enter 키로 추가합니다.",
  removeValue: (value) => `${value} 제거`,
  add: "조건 추가",
  removeRow: (at) => `조건 ${at} 제거`,
  submit: "검색",
  reset: "초기화",
  close: "닫기",
};
