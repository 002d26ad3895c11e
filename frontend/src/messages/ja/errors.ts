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
  byCode: (code, sentence) => byCode[code]?.(sentence) ?? sentence,
  field: (field, message) => `${field}: ${message}`,
};

/** Sentences for the codes of the server's errors; what they name stands in its own sentence. */
const byCode: Record<string, (sentence: string) => string> = {
  unauthorized: () => "ログインが必要です。",
  forbidden: () => "この操作を行う権限がありません。管理者にお問い合わせください。",
  invalid_token: () => "登録されていないトークンです。全体をコピーしたか確認してください。",
  too_many_attempts: () =>
    "このアドレスから誤ったログインが繰り返されました。1分後にもう一度お試しください。",
  timeout: () =>
    "検索に時間がかかりすぎたため中断しました。期間を短くするか、ワイルドカードを減らしてください。",
  overloaded: () => "サーバーが多数のリクエストを処理しています。しばらくしてからもう一度お試しください。",
  too_many_tails: () =>
    "サーバーが許可するライブ表示の数を超えています。ほかのライブ表示をオフにするか、しばらくしてからお試しください。",
  shutting_down: () => "サーバーが停止処理中です。しばらくしてからもう一度お試しください。",
  unavailable: () => "保存されたイベントを現在読み取れません。しばらくしてからもう一度お試しください。",
  not_stored: () =>
    "サーバーのディスクに書き込めないため、変更できませんでした。空きを確保してからもう一度お試しください。",
  internal: () => "サーバーで問題が発生しました。詳細はサーバーのログにあります。",
  not_found: () => "見つかりません。保管期間が過ぎたか、削除された可能性があります。",
  view_exists: () => "同じ名前のビューがすでにあります。別の名前にするか、既存のビューを変更してください。",
  too_many_views: () => "保存できるビューの数を超えています。一部を削除してください。",
  not_owner: () =>
    "このビューを変更または削除できるのは、所有者または管理者のみです。新しいビューとして保存してください。",
  days_dropped: () =>
    "ダウンロード中に保管期間を過ぎた日が削除されたか、復旧されました。もう一度ダウンロードしてください。",
  too_many_downloads: () =>
    "ダウンロードが多すぎます。完了を待つか、一部をキャンセルまたは削除してください。",
  no_room: () =>
    "ダウンロード全体で使用できる容量を超えます。不要なダウンロードを削除するか、圧縮してもう一度リクエストしてください。",
  disk_full: () => "サーバーのディスクに空きがありません。空きを確保してからもう一度リクエストしてください。",
  not_ready: () => "このダウンロードはまだ準備できていません。",
  file_gone: () => "ファイルを読み取れなくなりました。もう一度リクエストしてください。",
  missing_days: (sentence) => `次の日のログを読み取れません: ${daysIn(sentence)}`,
  day_unavailable: (sentence) => `次の日のログを読み取れません: ${daysIn(sentence)}`,
  invalid_query: (sentence) => `条件を確認してください: ${sentence}`,
};

const daysIn = (sentence: string) => (sentence.match(/\d{4}-\d{2}-\d{2}/g) ?? []).join(", ");
