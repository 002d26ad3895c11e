/** Buckets in words. */
import type { Histogram } from "../../api/schema";
import type { Messages } from "../../messages";
import type { TimeFormat } from "../../time/format";
import { bucketEnd, isWholeDays } from "./buckets";

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
  return `${times.day(start)}, ${between(times.minute(start), times.minute(end))}`;
}

/** A run of buckets: `20 Nov – 22 Nov`, `22 Nov, 09:00 – 23 Nov, 06:00`. */
export function spanName(
  histogram: Histogram,
  first: number,
  last: number,
  zone: string,
  times: TimeFormat,
  messages: Messages,
): string {
  const start = histogram.buckets[first];
  if (!start) return "";
  const from = new Date(start.start);
  const end = bucketEnd(histogram, last, zone);
  if (isWholeDays(histogram.interval)) {
    return messages.period.between(times.day(from), times.day(new Date(end.getTime() - 1)));
  }
  const say = (at: Date) => `${times.day(at)}, ${times.minute(at)}`;
  return messages.period.between(say(from), say(end));
}

/** The short label under a bucket: the day where a new one begins, else the time of day. */
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
  return newDay ? `${times.day(start)} ${times.minute(start)}` : times.minute(start);
}
