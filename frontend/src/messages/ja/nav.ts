import type { Messages } from "..";

export const nav: Messages["nav"] = {
  label: "メインメニュー",
  menu: "メニュー",
  audit: "監査",
  contacts: "アドレス帳",
  sources: "取り込み元",
  skip: "イベントへスキップ",
  account: (name, role) => `${name}（${role}）としてログイン中`,
  logOut: "ログアウト",
  logOutFailed: "応答がなく、ログアウトできませんでした",
  language: "言語",
  languageFailed: "読み込めませんでした",
  theme: "テーマ",
  themes: { system: "システム設定", light: "ライト", dark: "ダーク" },
};
