import type { Messages } from "..";
import { n } from "./count";

const units: Record<string, string> = { m: "分", h: "時間", d: "日間", w: "週間" };

export const period: Messages["period"] = {
  label: "期間",
  button: (period, zone) => `期間: ${period}、${zone}`,
  inZone: (period, zone) => `${period} · ${zone}`,
  presets: {
    "now-24h": "過去24時間",
    "now-7d": "過去7日間",
    "now-30d": "過去30日間",
    today: "今日",
    yesterday: "昨日",
  },
  everything: (days) => `全期間（${n(days)}日間）`,
  common: "よく使う期間",
  absolute: "開始 – 終了",
  absoluteHelp: "開始と終了の時刻（分）を含みます。",
  start: "開始",
  end: "終了",
  previousMonth: "前の月",
  nextMonth: "次の月",
  apply: "適用",
  backwards: "開始は終了より前にしてください。",
  zone: "タイムゾーン",
  zoneHelp: "日付、時刻、キーワード内の日付に使われます。",
  serverZone: (zone) => `${zone}（サーバー）`,
  noZone: "一致するタイムゾーンがありません。",
  last: (amount, unit) => `過去${n(amount)}${units[unit] ?? unit}`,
  since: (from) => `${from}から`,
  until: (to) => `${to}まで`,
  between: (from, to) => `${from} – ${to}`,
  now: "現在",
};
