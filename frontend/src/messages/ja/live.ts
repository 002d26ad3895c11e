import type { Messages } from "..";
import { events, n } from "./count";

export const live: Messages["live"] = {
  switch: "ライブ",
  status: "ライブ表示",
  connecting: "接続中…",
  live: "ライブ",
  reconnecting: (seconds) =>
    seconds > 0 ? `接続が切れました。${n(seconds)}秒後に再接続します` : "接続が切れました。再接続しています…",
  refused: (message) => `ライブ表示を停止しました: ${message}`,
  explain: "期間に関係なく、新しいイベントが保存されるとすぐに一番上に表示されます。",
  held: (count) => `新着${n(count)}件を表示`,
  gap: (count) => `表示されていない${events(count)}`,
  load: "読み込む",
  loading: "読み込み中…",
  loadFailed: "読み込めませんでした",
  dropped: (count) =>
    `古いライブのイベント${n(count)}件をこの一覧から外しました。保存されているため、ライブをオフにすると検索できます。`,
  boundary: "ライブをオンにする前に保存されたイベント",
  newest: (count) => `ライブ${n(count)}件`,
};
