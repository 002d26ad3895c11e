/**
 * How long ago, as it goes by. One clock ticks for all; what shows a time is drawn again only when its words change,
 * so a table of rows from last week stands still.
 */
import { useCallback, useSyncExternalStore } from "react";
import { relativeTime } from "./relative";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      listeners.forEach((tell) => tell());
    }, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

export function useRelativeTime(locale: string, at: Date): string {
  const time = at.getTime();
  const read = useCallback(
    () => relativeTime(locale, new Date(time), listeners.size > 0 ? now : Date.now()),
    [locale, time],
  );
  return useSyncExternalStore(subscribe, read);
}
