import type { Messages } from "..";
import { n } from "./count";

export const freshness: Messages["freshness"] = {
  label: "ログの最新状況",
  latest: (ago) => `最新のイベント ${ago}`,
  none: "イベントはまだありません",
  quiet: (type, silence, usual) => `${type}: ${silence}なし、通常は${usual}`,
  severalQuiet: (count) => `${n(count)}個のサービスタイプでイベントが途絶えています`,
  minutes: (count) => `${n(count)}分間`,
  hours: (count) => `${n(count)}時間`,
  days: (count) => `${n(count)}日間`,
  perHour: (count) => `1時間に${n(count)}件`,
  perDay: (count) => `1日に${n(count)}件`,
  newest: "最新のイベント",
  usually: "通常",
  explain: "毎週同じ時間帯には通常イベントがあるのに、今はないサービスタイプを警告します。",
};
