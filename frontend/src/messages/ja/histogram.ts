import type { Messages } from "..";
import { events, n } from "./count";

export const histogram: Messages["histogram"] = {
  label: "時系列のイベント",
  slider:
    "時系列のイベント。矢印キーで移動し、Shift+矢印キーで選択します。Enter キーで拡大し、Esc キーで選択を解除します。",
  success: "成功",
  failure: "失敗",
  bucket: (when, count, failures) =>
    `${when}: ${events(count)}${failures > 0 ? `、失敗 ${n(failures)}件` : ""}`,
  selection: (from, to, count, failures) =>
    `${from}から${to}まで選択: ${events(count)}${failures > 0 ? `、失敗 ${n(failures)}件` : ""}。Enter キーで拡大します。`,
  asTable: "表で表示",
  asChart: "グラフで表示",
  start: "開始",
  count: "イベント",
  failures: "失敗",
  empty: "表示するイベントがありません",
  interval: (amount, unit) => `${n(amount)}${unit}`,
  perBucket: (interval) => `${interval}ごと`,
  units: { s: "秒", m: "分", h: "時間", d: "日", w: "週間" },
};
