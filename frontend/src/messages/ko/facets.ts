import type { Messages } from "..";
import { events, n } from "./count";

export const facets: Messages["facets"] = {
  label: "필터",
  button: "필터",
  only: "이 값만",
  onlyLabel: (value) => `${value}만 보기`,
  exclude: "제외",
  excludeLabel: (value: string) => `${value} 제외`,
  letIn: "다시 포함",
  find: (field: string) => `${field} 찾기`,
  others: "이벤트가 가장 많은 항목입니다. 다른 항목은 이름으로 찾으세요",
  failed: "건수를 셀 수 없습니다",
  clear: "지우기",
  clearLabel: (facet) => `${facet} 지우기`,
  value: (label, count) => `${label}, ${events(count)}`,
  more: (count) => `${n(count)}개 더 보기`,
  fewer: "간단히 보기",
  empty: "값 없음",
  done: "이벤트 보기",
};
