/** Where the time axis has labels: at round times of the zone's clock, no more than fit. Pure. */
import type { Bucket } from "../../api/schema";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Round distances; from a week on they count from a Monday. */
const steps = [
  ...[1, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 56, 112].map((count) => count * day),
];

// 5 January 1970 was a Monday.
const monday = 4 * day;

/** Indexes of the buckets in which a round time begins: the finest rounding that gives at most `most` of them. */
export function ticks(buckets: readonly Bucket[], most: number): number[] {
  if (buckets.length === 0 || most < 1) return [];
  const clocks = buckets.map(({ start }) => wallClock(start));
  for (const step of steps) {
    const zero = step >= 7 * day ? monday : 0;
    const turn = (clock: number) => Math.floor((clock - zero) / step);
    const at = clocks.flatMap((clock, index) => {
      const before = clocks[index - 1];
      const first = before === undefined ? (clock - zero) % step === 0 : turn(clock) !== turn(before);
      return first ? [index] : [];
    });
    if (at.length > 0 && at.length <= most && isSpread(at, buckets.length, most)) return at;
  }
  return [0];
}

/** Two labels never stand closer than they are wide. */
function isSpread(at: readonly number[], count: number, most: number): boolean {
  const closest = at
    .slice(1)
    .reduce((least, index, order) => Math.min(least, index - (at[order] ?? 0)), count);
  return at.length === 1 || closest / count >= 1 / most / 1.01;
}

/** What the clock on the wall says, as if it stood in UTC: the offset that is written with the time is left off. */
export function wallClock(start: string): number {
  return Date.parse(`${start.replace(/(?:Z|[+-]\d{2}:\d{2})$/i, "")}Z`);
}
