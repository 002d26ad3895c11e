/** Buckets in words. */
import type { Histogram } from "../../api/schema";
import type { Messages } from "../../messages";
import type { TimeFormat } from "../../time/format";
import { bucketEnd, isWholeDays, range, sum, type Selection } from "./buckets";
import { wallClock } from "./ticks";

/** `day`, `15 minutes`. */
export function intervalName(interval: string, messages: Messages): string {
  const match = /^(\d+)([smhdw])$/.exec(interval);
  const unit = match?.[2] ? messages.histogram.units[match[2]] : undefined;
  if (!match || unit === undefined) return interval;
  return messages.histogram.interval(Number(match[1]), unit);
}

/** When a bucket is: `22 Nov`, `22 Nov – 28 Nov`, `22 Nov, 09:00 – 10:00`. */
export function bucketName(
  histogram: Histogram,
  index: number,
  zone: string,
  times: TimeFormat,
  messages: Messages,
): string {
  const bucket = histogram.buckets[index];
  if (!bucket) return "";
  const start = new Date(bucket.start);
  const end = bucketEnd(histogram, index, zone);
  const { between } = messages.period;
  if (isWholeDays(histogram.interval)) {
    const last = new Date(end.getTime() - 1);
    return times.dayKey(start) === times.dayKey(last)
      ? times.day(start)
      : between(times.day(start), times.day(last));
  }
  // Where clocks go back the same hour comes twice: then each is said with its offset.
  const turning = times.offset(shifted(start, -3)) !== times.offset(shifted(end, 3));
  const say = (at: Date) => (turning ? `${times.minute(at)} ${times.offset(at)}` : times.minute(at));
  return `${times.day(start)}, ${between(say(start), say(end))}`;
}

const shifted = (at: Date, hours: number) => new Date(at.getTime() + hours * 3_600_000);

/** A run of buckets: `20 – 22 Nov 2026`, `22 Nov 2026, 09:00 – 23 Nov 2026, 06:00`. */
export function spanName(
  histogram: Histogram,
  { first, last }: { first: number; last: number },
  zone: string,
  times: TimeFormat,
): string {
  const start = histogram.buckets[first];
  if (!start) return "";
  const from = new Date(start.start);
  const end = bucketEnd(histogram, last, zone);
  return isWholeDays(histogram.interval)
    ? times.days(times.dayKey(from), times.dayKey(new Date(end.getTime() - 1)))
    : times.span(from, end);
}

/** One bucket with its numbers: `22 Nov, 09:00 – 10:00: 12 events, 1 failed`. */
export function bucketWords(
  histogram: Histogram,
  index: number,
  zone: string,
  times: TimeFormat,
  messages: Messages,
): string {
  const { count = 0, failures = 0 } = histogram.buckets[index] ?? {};
  return messages.histogram.bucket(bucketName(histogram, index, zone, times, messages), count, failures);
}

/** What is selected, added up, with what to do next. */
export function selectionWords(
  histogram: Histogram,
  selection: Selection,
  zone: string,
  times: TimeFormat,
  messages: Messages,
): string {
  const { count, failures } = sum(histogram.buckets, selection);
  const span = spanName(histogram, range(selection), zone, times);
  return messages.histogram.selection(span, count, failures);
}

/** The short label under a bucket: the day where one begins, else the time of day; the first says both. */
export function tickName(
  histogram: Histogram,
  index: number,
  before: number | undefined,
  times: TimeFormat,
): string {
  const bucket = histogram.buckets[index];
  if (!bucket) return "";
  const start = new Date(bucket.start);
  if (isWholeDays(histogram.interval)) return times.day(start);
  const previous = before === undefined ? undefined : histogram.buckets[before];
  const newDay = !previous || times.dayKey(new Date(previous.start)) !== times.dayKey(start);
  if (!newDay) return times.minute(start);
  const midnight = wallClock(bucket.start) % 86_400_000 === 0;
  return midnight ? times.day(start) : `${times.day(start)} ${times.minute(start)}`;
}
