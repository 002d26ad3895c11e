import type { Messages } from "..";
import { events, n } from "./count";

export const facets: Messages["facets"] = {
  label: "필터",
  button: "필터",
  only: "이 값만",
  onlyLabel: (value) => `${value}만 보기`,
  clear: "지우기",
  clearLabel: (facet) => `${facet} 지우기`,
  value: (label, count) => `${label}, ${events(count)}`,
  more: (count) => `${n(count)}개 더 보기`,
  fewer: "간단히 보기",
  empty: "값 없음",
  done: "이벤트 보기",
};
