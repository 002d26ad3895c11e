import type { Messages } from "..";
import { events, n } from "./count";

export const histogram: Messages["histogram"] = {
  label: "時系列のイベント",
  slider:
    "時系列のイベント。矢印キーで移動し、Shift + 矢印キーで選択します。Enter キーで拡大し、Esc キーで選択を解除するか元に縮小します。",
  success: "成功",
  failure: "失敗",
  bucket: (when, count, failures) =>
    `${when}: ${events(count)}${failures > 0 ? `、失敗 ${n(failures)}件` : ""}`,
  selection: (span, count, failures) =>
    `${span} を選択: ${events(count)}${failures > 0 ? `、失敗 ${n(failures)}件` : ""}。Enter キーで拡大します。`,
  zoomIn: "拡大",
  zoomOut: "縮小",
  zoomOutTo: (period) => `${period}に縮小`,
  intervalLabel: "棒1本の時間",
  auto: (interval) => (interval === "" ? "自動" : `${interval}（自動）`),
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
