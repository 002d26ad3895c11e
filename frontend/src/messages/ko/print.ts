import type { Messages } from "..";
import { n } from "./count";

export const print: Messages["print"] = {
  question: "검색 조건",
  total: "전체",
  first: (count) => `화면에 불러온 처음 ${n(count)}건을 인쇄`,
  printed: "인쇄 일시",
};
