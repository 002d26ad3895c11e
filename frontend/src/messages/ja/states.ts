import type { Messages } from "..";
import { n } from "./count";

export const states: Messages["states"] = {
  waited: (seconds) => `${seconds.toFixed(1)}秒…`,
  cancel: "キャンセル",
  cancelSearch: "検索をキャンセル",
  canceled: "検索を中止しました。表示されているのは前の検索の結果です。",
  canceledFirst: "結果を受け取る前に検索を中止しました。",
  again: "もう一度検索",
  ended: "ログアウトされました。",
  endedHelp: "セッションが終了しました。再度ログインすると、開いている画面の続きから操作できます。",
  logInAgain: "再度ログイン",
  heard: (time) => `最後に応答があった時刻: ${time}`,
  tryingIn: (seconds) => `${n(seconds)}秒後に再試行します。`,
  trying: "再試行しています…",
  server: (sentence) => `サーバーのメッセージ: ${sentence}`,
  partMissing:
    "画面のこの部分を読み込めませんでした。サーバーに接続できないか、サーバーが更新されています。再試行するか、ページを再読み込みしてください。",
  advice: {
    question: "キーワードまたは期間を変えて、もう一度検索してください。",
    timeout: "期間が短いほど早く検索できます。",
    forbidden: "管理者に権限を依頼するか、権限のあるユーザーでログインしてください。",
    busy: "検索条件に問題はありません。",
    broken: "再試行し、また失敗した場合は発生時刻を管理者に知らせてください。",
    notNow: "通常は1分以内に解消します。",
  },
};
