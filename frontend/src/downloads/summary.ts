import { shareOf, type Download } from "./downloads";

/** All downloads in short: how many run or wait, how much of those is here (0 to 1), and how many failed. */
export function summaryOf(downloads: readonly Download[]): {
  running: number;
  share: number;
  failed: number;
} {
  const open = downloads.filter(({ state }) => state === "running" || state === "waiting");
  const share = open.reduce((sum, download) => sum + shareOf(download), 0) / Math.max(1, open.length);
  return { running: open.length, share, failed: downloads.filter(({ state }) => state === "failed").length };
}
