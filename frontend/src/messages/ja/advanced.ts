import type { Messages } from "..";

export const advanced: Messages["advanced"] = {
  button: "詳細設定",
  title: "検索条件の詳細設定",
  words: "キーワード",
  wordsHelp: "検索ボックスと同じです。入力したすべての語を、順序に関係なくイベント全体から検索します。",
  rows: "条件",
  row: (at) => `条件 ${at}`,
  field: "項目",
  op: "比較",
  ops: { is: "一致する", is_not: "一致しない", contains: "含む", contains_not: "含まない" },
  values: (field) => `${field}の値`,
  people: "名前またはメールアドレス",
  text: "語",
  several: "値が複数のときは、いずれかに当てはまるものを検索します。Enter で追加します。",
  removeValue: (value) => `${value}を削除`,
  add: "条件を追加",
  removeRow: (at) => `条件 ${at} を削除`,
  submit: "検索",
  reset: "リセット",
  close: "閉じる",
};
