import type { Messages } from "..";
import { n } from "./count";

export const print: Messages["print"] = {
  question: "検索条件",
  total: "合計",
  first: (count) => `画面に読み込まれた最初の${n(count)}件を印刷`,
  printed: "印刷日時",
};
