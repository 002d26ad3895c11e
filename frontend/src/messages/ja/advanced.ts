import type { Messages } from "..";

export const advanced: Messages["advanced"] = {
  button: "詳細設定",
  title: "検索条件の詳細設定",
  words: "キーワード",
  wordsHelp: "入力したすべての語を、順序に関係なくイベント全体から検索します。",
  user: "ユーザー",
  userHelp: "タスクを実行した人の名前またはメールアドレスです。",
  target: "対象",
  targetHelp: "タスクの対象の名前またはメールアドレスです。",
  submit: "検索",
  reset: "リセット",
  close: "閉じる",
};
