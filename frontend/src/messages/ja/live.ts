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
  gap: (count) => `表示されていない${events(count)}`,
  load: "読み込む",
  loading: "読み込んでいます…",
  loadFailed: "読み込めませんでした",
  dropped: (count) =>
    `古いライブのイベント${n(count)}件をこの一覧から外しました。保存されているため、ライブをオフにすると検索できます。`,
  boundary: "ライブをオンにする前に保存されたイベント",
  resume: "再開",
  pause: "一時停止",
  paused: "一時停止中",
  clear: "消去",
  rate: (perSecond) =>
    perSecond < 10 ? `毎秒${perSecond.toFixed(1)}件` : `毎秒${n(Math.round(perSecond))}件`,
  gapUnknown: "ここに表示されていないイベントがある可能性があります",
  cleared: (count) => `${events(count)}を一覧から消去しました。すべて保存されています。`,
  restore: "再表示",
  waits: (message, seconds) =>
    seconds > 0 ? `${message} ${n(seconds)}秒後に再試行します` : `${message} 再試行しています…`,
  newest: (count) => `ライブ${n(count)}件`,
};
