/** The arithmetic of the histogram: where a bucket ends, what a zoom means, where labels stand. Pure. */
import { parseAbsolute, type DateTimeDuration } from "@internationalized/date";
import type { Bucket, Histogram } from "../../api/schema";

/** A run of buckets, both ends included; either may be the larger. */
export type Selection = { anchor: number; focus: number };

export function range(selection: Selection): { first: number; last: number } {
  return {
    first: Math.min(selection.anchor, selection.focus),
    last: Math.max(selection.anchor, selection.focus),
  };
}

/** The exclusive end of a bucket: where the next starts, or, for the last one, an interval later by the zone's clock. */
export function bucketEnd(histogram: Histogram, index: number, zone: string): Date {
  const next = histogram.buckets[index + 1];
  if (next) return new Date(next.start);
  const last = histogram.buckets[index];
  if (!last) return new Date(NaN);
  const step = duration(histogram.interval);
  return step ? parseAbsolute(last.start, zone).add(step).toDate() : new Date(last.start);
}

function duration(interval: string): DateTimeDuration | null {
  const match = /^(\d+)([smhdw])$/.exec(interval);
  if (!match) return null;
  const amount = Number(match[1]);
  switch (match[2] ?? "") {
    case "s":
      return { seconds: amount };
    case "m":
      return { minutes: amount };
    case "h":
      return { hours: amount };
    case "d":
      return { days: amount };
    default:
      return { weeks: amount };
  }
}

/** True for buckets of whole days, whose labels need no clock. */
export function isWholeDays(interval: string): boolean {
  return /[dw]$/.test(interval);
}

/**
 * The period that a selection zooms to, as instants in UTC. Buckets start at round times, so the outer ones may
 * reach over the period that was searched; the zoom does not.
 */
export function zoom(
  histogram: Histogram,
  selection: Selection,
  zone: string,
  period: { from: Date | null; to: Date | null },
): { from: string; to: string } | null {
  const { first, last } = range(selection);
  const start = histogram.buckets[first];
  if (!start || !histogram.buckets[last]) return null;
  let from = new Date(start.start);
  let to = bucketEnd(histogram, last, zone);
  if (period.from && period.from > from) from = period.from;
  if (period.to && period.to < to) to = period.to;
  return from < to ? { from: utc(from), to: utc(to) } : null;
}

/** RFC 3339 in UTC, without milliseconds where there are none. */
export function utc(at: Date): string {
  return at.toISOString().replace(".000Z", "Z");
}

/** The bucket under a horizontal position, 0 to 1. */
export function bucketAt(fraction: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(fraction * count)));
}

/** A round number that no bucket is higher than; at least 1. */
export function ceiling(buckets: readonly Bucket[]): number {
  const highest = buckets.reduce((most, bucket) => Math.max(most, bucket.count), 1);
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * magnitude >= highest) ?? 10;
  return Math.ceil(step * magnitude);
}

/** What is selected, added up. */
export function sum(buckets: readonly Bucket[], selection: Selection): { count: number; failures: number } {
  const { first, last } = range(selection);
  return buckets
    .slice(first, last + 1)
    .reduce((all, { count, failures }) => ({ count: all.count + count, failures: all.failures + failures }), {
      count: 0,
      failures: 0,
    });
}

/** What a key does to the selection; null where the key is not the histogram's. */
export function moveSelection(
  selection: Selection,
  key: string,
  extend: boolean,
  count: number,
): Selection | null {
  const last = count - 1;
  const target: Record<string, number> = {
    ArrowLeft: selection.focus - 1,
    ArrowRight: selection.focus + 1,
    ArrowDown: selection.focus - 1,
    ArrowUp: selection.focus + 1,
    PageUp: selection.focus + 10,
    PageDown: selection.focus - 10,
    Home: 0,
    End: last,
  };
  const wanted = target[key];
  if (wanted === undefined || count === 0) return null;
  const focus = Math.min(last, Math.max(0, wanted));
  return extend ? { ...selection, focus } : { anchor: focus, focus };
}
