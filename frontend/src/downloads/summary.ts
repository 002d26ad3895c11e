/** All downloads in short. Pure. */
import { isOpen, type Export } from "../api/schema";

export type Summary = {
  /** How many wait or are written, and how much of those is written, from 0 to 1. */
  running: number;
  share: number;
  /** Those that ended since the reader last looked. */
  ready: Export[];
  failed: Export[];
};

/** Of what one person requested; `seen` is when the last of those ended that the reader has seen, in ms. */
export function summaryOf(downloads: readonly Export[], owner: string, seen: number): Summary {
  const own = downloads.filter((download) => download.owner === owner);
  const open = own.filter(({ state }) => isOpen(state));
  const fresh = own.filter((download) => endOf(download) > seen);
  return {
    running: open.length,
    share: open.reduce((sum, download) => sum + shareOf(download), 0) / Math.max(1, open.length),
    ready: fresh.filter(({ state }) => state === "ready"),
    failed: fresh.filter(({ state }) => state === "failed"),
  };
}

/** How much of a download is written, from 0 to 1. */
export function shareOf({ rows_written, rows_expected }: Export): number {
  return rows_expected === 0 ? 0 : Math.min(1, rows_written / rows_expected);
}

/** When a download ended, in ms by the server's clock; 0 where it has not. */
export function endOf({ finished }: Export): number {
  return finished === undefined ? 0 : Date.parse(finished);
}

/** Those that were open and are ready or failed now. */
export function endedSince(before: readonly Export[], now: readonly Export[]): Export[] {
  const open = new Set(before.filter(({ state }) => isOpen(state)).map(({ id }) => id));
  return now.filter(({ id, state }) => open.has(id) && (state === "ready" || state === "failed"));
}
