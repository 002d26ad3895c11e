import type { Messages } from "..";

export const logIn: Messages["logIn"] = {
  title: "whodid にログイン",
  explain:
    "サーバーの初回起動時に、管理者としてログインできる一度限りのリンクが出力されます。そのリンクを開くか、ここにトークンを入力してください。",
  expired: "このリンクは使用済みか、最後に出力されたものではありません。代わりにトークンを入力してください。",
  token: "トークン",
  tokenHelp: "初回ログインの場合: サーバーの起動時に --bootstrap-token を指定していれば、その値です。",
  submit: "ログイン",
  wrong: "登録されていないトークンです。全体をコピーしたか確認してください。",
  empty: "トークンを入力してください。",
};
