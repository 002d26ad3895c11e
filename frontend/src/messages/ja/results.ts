import type { Messages } from "..";
import { events, n } from "./count";

const listed = (days: string[]) =>
  days.length <= 7 ? days.join("、") : `${days.slice(0, 6).join("、")} ほか${n(days.length - 6)}日`;

export const results: Messages["results"] = {
  label: "イベント",
  newestFirst: "新しい順。古い順に並べ替え",
  oldestFirst: "古い順。新しい順に並べ替え",
  exact: "正確",
  totalSpoken: (count, exact) => (exact ? events(count) : `${n(count)}件以上のイベント`),
  took: (ms) => `${ms < 10 ? ms.toFixed(1) : n(Math.round(ms))} ms`,
  loading: "イベントを読み込んでいます",
  loadingMore: "イベントをさらに読み込んでいます",
  end: (count) => `${events(count)}をすべて表示しました`,
  moreFailed: "イベントをさらに読み込むことができませんでした。",
  missing: (days) =>
    `次の${n(days.length)}日分のログを読み取れなかったため、表示されている数値は下限です: ${listed(days)}`,
};
