import type { Messages } from "..";

export const notes: Messages["notes"] = {
  readAs: (text) => `条件として解釈: ${text}。引用符で囲むと語として検索します。`,
  leftOut: (text) => `「${text}」には文字も数字もないため除外しました。`,
  openQuote: "引用符が閉じられていません。",
  openBracket: "かっこが閉じられていません。",
  closedBracket: "開かれていないかっこが閉じられています。",
  tooDeep: "かっこの入れ子が深すぎます。",
  missingEnd: "末尾に足りないものがあります。",
  missingBracket: "閉じかっこの前に足りないものがあります。",
  missingSide: (text) => `「${text}」の両側に語が必要です。`,
  noValue: (text) => `「${text}:」の後に値がありません。`,
  noDate: (text) => `「${text}:」の後に日付がありません。`,
  notADate: (text) => `「${text}」は日付ではありません。2026-11-22 のように入力してください。`,
  asWords: (problem) => `${problem}通常の語として検索しました。`,
};
