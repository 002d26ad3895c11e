/** Trying again by itself: where that may help, when it may, and not before the reader can see it coming. */
import { useEffect, useEffectEvent, useState } from "react";
import { ApiError, OfflineError } from "../../api/errors";

/** Seconds before each further try while nothing answers. */
const offlineWaits = [2, 4, 8, 15];
/** Where a server that is busy does not say how long. */
const busyWait = 5;
/** Nobody waits longer before a screen that promises to go on by itself. */
const mostWait = 300;

/** How long to wait before trying again by itself, in seconds; null where only the reader can. */
export function waitFor(error: Error, tries: number): number | null {
  if (error instanceof OfflineError) return offlineWaits[Math.min(tries, offlineWaits.length - 1)] ?? null;
  const busy = error instanceof ApiError && (error.status === 429 || error.status === 503);
  if (!busy || tries > 0) return null;
  const wait = error.retryAfter ?? busyWait;
  return wait <= mostWait ? Math.max(1, wait) : null;
}

type Recovery = { error: Error | null; trying: boolean; retry: () => void };

/** Tries again by itself; gives the seconds until then, or null where nothing is planned. */
export function useRecovery({ error, trying, retry }: Recovery): number | null {
  const [tries, setTries] = useState(0);
  const [left, setLeft] = useState<number | null>(null);
  if (!error && tries > 0) setTries(0);
  const wait = error && !trying ? waitFor(error, tries) : null;

  const onDue = useEffectEvent(() => {
    setTries((before) => before + 1);
    retry();
  });
  useEffect(() => {
    if (wait === null) return undefined;
    const due = Date.now() + wait * 1000;
    const tick = () => {
      const seconds = Math.ceil((due - Date.now()) / 1000);
      setLeft(Math.max(0, seconds));
      if (seconds <= 0) finish();
    };
    const finish = () => {
      clearInterval(timer);
      onDue();
    };
    const timer = setInterval(tick, 250);
    tick();
    // The browser has a network again: no reason to wait any longer.
    window.addEventListener("online", finish);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", finish);
      setLeft(null);
    };
  }, [wait, error]);
  return wait === null ? null : left;
}
