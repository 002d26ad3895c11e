import type { Messages } from "..";

export const errors: Messages["errors"] = {
  retry: "再試行",
  offline:
    "サーバーに接続できません。ネットワーク接続を確認してください。表示中の内容は最新でない可能性があります。",
  unexpected:
    "サーバーの応答を解釈できません。whodid が更新された直後であればページを再読み込みし、そうでなければサーバーとの間にあるプロキシなどを確認してください。",
  plain: (status) =>
    `サーバーでエラーが発生しました（${status}）。再試行してください。詳細はサーバーのログにあります。`,
  crashed: "画面の表示中に問題が発生しました。",
  crashedHelp:
    "リンクに想定外の内容が含まれている可能性があります。空の検索からやり直すか、ページを再読み込みしてください。",
  startOver: "最初からやり直す",
  reload: "再読み込み",
  notFound: "ページが見つかりません。",
  toContacts: "監査 › アドレス帳へ移動",
  field: (field, message) => `${field}: ${message}`,
};
