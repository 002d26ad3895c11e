/**
 * When the last download ended of those that the reader has seen in Log Download, kept in this browser: what ended later is
 * news, also what a schedule made overnight.
 */
import { useSyncExternalStore } from "react";
import { keep, kept } from "../app/kept";
import type { Export } from "../api/schema";
import { endOf } from "./summary";

const listeners = new Set<() => void>();

function subscribe(tell: () => void) {
  listeners.add(tell);
  // Another tab may look as well.
  window.addEventListener("storage", tell);
  return () => {
    listeners.delete(tell);
    window.removeEventListener("storage", tell);
  };
}

const read = () => kept("downloadsSeen");

/** In ms by the server's clock. Null before the first time: what had ended by then is no news. */
export function useSeen(): number | null {
  const seen = useSyncExternalStore(subscribe, read);
  return seen === null ? null : Number(seen);
}

/** Keeps that the reader has seen these. */
export function keepSeen(downloads: readonly Export[]): void {
  const last = Math.max(Number(read() ?? 0), ...downloads.map(endOf));
  if (String(last) === read()) return;
  keep("downloadsSeen", String(last));
  listeners.forEach((tell) => tell());
}
