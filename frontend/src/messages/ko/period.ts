import type { Messages } from "..";
import { n } from "./count";

const units: Record<string, string> = { m: "분", h: "시간", d: "일", w: "주" };

export const period: Messages["period"] = {
  label: "기간",
  button: (period, zone) => `기간: ${period}, ${zone}`,
  inZone: (period, zone) => `${period} · ${zone}`,
  presets: {
    "now-24h": "최근 24시간",
    "now-7d": "최근 7일",
    "now-30d": "최근 30일",
    today: "오늘",
    yesterday: "어제",
  },
  everything: (days) => `전체 (${n(days)}일)`,
  common: "자주 쓰는 기간",
  absolute: "시작 – 종료",
  absoluteHelp: "시작과 종료 시각(분)을 포함합니다.",
  start: "시작",
  end: "종료",
  previousMonth: "이전 달",
  nextMonth: "다음 달",
  apply: "적용",
  backwards: "시작은 종료보다 앞서야 합니다.",
  zone: "시간대",
  zoneHelp: "날짜, 시각 및 검색어의 날짜에 적용됩니다.",
  serverZone: (zone) => `${zone} (서버)`,
  noZone: "일치하는 시간대가 없습니다.",
  last: (amount, unit) => `최근 ${n(amount)}${units[unit] ?? unit}`,
  since: (from) => `${from}부터`,
  until: (to) => `${to}까지`,
  between: (from, to) => `${from} – ${to}`,
  now: "현재",
};
