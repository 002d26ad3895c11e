/** How many events a second, smoothed: the older an event, the less it counts. Pure. */
export type Rate = { perSecond: number; at: number };

/** After so long an event counts a third. */
const memoryMS = 4000;

export const noRate: Rate = { perSecond: 0, at: 0 };

/** The rate after `count` more events at `now`, in ms; no events let it fade. */
export function addToRate({ perSecond, at }: Rate, count: number, now: number): Rate {
  const faded = perSecond * Math.exp(-Math.max(0, now - at) / memoryMS);
  return { perSecond: faded + (count * 1000) / memoryMS, at: Math.max(at, now) };
}

/** As it is to be shown: what has all but faded is nothing. */
export function rateAt(rate: Rate, now: number): number {
  const { perSecond } = addToRate(rate, 0, now);
  return perSecond < 0.05 ? 0 : perSecond;
}
