import type { Messages } from "..";

export const search: Messages["search"] = {
  landmark: "検索",
  label: "監査ログの検索",
  placeholder: "誰が何をしましたか？ 例: 田中 グループの修正 昨日",
  submit: "検索",
  clear: "キーワードをクリア",
  open: "検索を開く",
  shortcut: "/",
  conditions: "適用中の条件",
  remove: (label) => `${label}を削除`,
  clearAll: "すべてクリア",
  ignored: "リンクのうち解釈できなかった部分を除外しました:",
  dismiss: "閉じる",
  notes: "キーワードの解釈",
  anyOf: (values) => values.join(" または "),
  before: (day) => `${day}より前`,
  after: (day) => `${day}より後`,
};
