import type { Messages } from "..";
import { duration, n, percent, size } from "./count";

const of = (here: number, expected: number) => `${n(expected)}行中${n(here)}行`;

export const downloads: Messages["downloads"] = {
  title: "ログダウンロード",
  explain:
    "ページを開いてからこのブラウザーで行ったダウンロードです。ほかの画面で作業している間も続きます。ページを再読み込みするか閉じると、進行中のダウンロードはキャンセルされ、一覧は空になります。",
  label: "ダウンロード一覧",
  empty: "ダウンロードはまだありません",
  emptyHelp: "アドレス帳で目的の結果が表示されるように検索してから、ダウンロードを押してください。",
  toContacts: "アドレス帳へ移動",
  everything: "すべてのイベント",
  states: {
    waiting: "待機中",
    running: "ダウンロード中",
    complete: "完了",
    failed: "失敗",
    canceled: "キャンセル済み",
  },
  percent,
  size,
  progress: of,
  rate: (perSecond) => `毎秒${n(Math.round(perSecond))}行`,
  left: (seconds) => (seconds < 1 ? "まもなく完了" : `残り${duration(seconds)}`),
  took: (seconds) => (seconds < 1 ? "所要時間 1秒未満" : `所要時間 ${duration(seconds)}`),
  complete: (count) => `${n(count)}行、サーバーの件数と一致`,
  without: (days) => `読み取れなかった ${days} を除く`,
  written: "選択した場所に保存しました",
  waits: "ほかのダウンロードが終わると開始します。",
  canceled: (here, expected) =>
    `${of(here, expected)}を受信した後にキャンセルしました。ファイルは保存されていません。`,
  broken: (here, expected) =>
    `${of(here, expected)}を受信した後に接続が切れました。不完全なファイルのため破棄しました。もう一度ダウンロードしてください。`,
  brokenEarly: "最初の行を受信する前に接続が切れました。もう一度ダウンロードしてください。",
  short: (here, expected) =>
    `ファイルが${of(here, expected)}で終わりました。不完全なファイルのため破棄しました。もう一度ダウンロードしてください。`,
  unproven:
    "応答に行数がなく、ファイルが完全であることを確認できないため破棄しました。サーバーとの間にあるプロキシなどを確認してください。",
  storage:
    "ファイルに書き込めませんでした。ディスクの空きがないか、保存場所にアクセスできません。空きを確保するか別の場所を選択して、もう一度ダウンロードしてください。",
  cancel: "キャンセル",
  again: "もう一度ダウンロード",
  save: "保存",
  remove: "一覧から削除",
  open: "該当のイベントを表示",
  named: (action, file) => `${action}: ${file}`,
  running: (count, share) => `${n(count)}件進行中、${share}`,
  failures: (count) => `${n(count)}件失敗`,
  toList: "ログダウンロードで表示",
  announceComplete: (file, count) => `ダウンロード完了: ${file}、${n(count)}行`,
  announceFailed: (file) => `ダウンロード失敗: ${file}`,
  dismiss: "閉じる",
};
