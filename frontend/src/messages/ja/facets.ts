import type { Messages } from "..";
import { events, n } from "./count";

export const facets: Messages["facets"] = {
  label: "フィルター",
  button: "フィルター",
  only: "これのみ",
  onlyLabel: (value) => `${value}のみ表示`,
  exclude: "除外",
  excludeLabel: (value: string) => `${value}を除外`,
  letIn: "再び含める",
  find: (field: string) => `${field}を探す`,
  others: "イベントの多い順です。ほかは名前で探してください",
  failed: "件数を数えられませんでした",
  clear: "クリア",
  clearLabel: (facet) => `${facet}をクリア`,
  value: (label, count) => `${label}、${events(count)}`,
  more: (count) => `さらに${n(count)}件を表示`,
  fewer: "表示を減らす",
  empty: "値なし",
  done: "イベントを表示",
};
