/** How finely a period may be cut: as many buckets as one can still point at. Pure. */
import { resolveMoment } from "./moment";
import type { Interval, SearchState } from "./search-state";

export const mostBuckets = 2000;

const lengths: Record<Exclude<Interval, "auto">, number> = {
  "1m": 60_000,
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "6h": 21_600_000,
  "1d": 86_400_000,
  "7d": 604_800_000,
};

/** True if the interval cuts a period of that length into buckets of which there are not too many. */
export function fits(interval: Interval, periodMS: number): boolean {
  return interval === "auto" || periodMS / lengths[interval] <= mostBuckets;
}

/** The state, with an interval that is too fine for its period given up; of an open period one can't tell. */
export function withFittingInterval(state: SearchState, zone: string, now: Date): SearchState {
  if (state.interval === "auto" || state.from === null) return state;
  const from = resolveMoment(state.from, "from", zone, now).getTime();
  const to = state.to === null ? now.getTime() : resolveMoment(state.to, "to", zone, now).getTime();
  return fits(state.interval, to - from) ? state : { ...state, interval: "auto" };
}
