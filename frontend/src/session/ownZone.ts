/** The zone in which a reader wants times: chosen in this browser once, until then the server's. */
import { useCallback, useSyncExternalStore } from "react";
import { keep, kept } from "../app/kept";
import { isZone } from "../state/moment";
import { useSession } from "./session";

const listeners = new Set<() => void>();

/** The zone that was kept, if it is one that this browser still knows. */
export function keptZone(): string | null {
  const zone = kept("zone");
  return zone !== null && isZone(zone) ? zone : null;
}

/** Keeps a zone as the reader's own; all that shows times hears of it. */
export function keepZone(zone: string): void {
  keep("zone", zone);
  listeners.forEach((tell) => tell());
}

export function useOwnZone(): string {
  const { time_zone } = useSession();
  const subscribe = useCallback((tell: () => void) => {
    listeners.add(tell);
    // Another tab may choose as well.
    window.addEventListener("storage", tell);
    return () => {
      listeners.delete(tell);
      window.removeEventListener("storage", tell);
    };
  }, []);
  return useSyncExternalStore(subscribe, keptZone) ?? time_zone;
}
