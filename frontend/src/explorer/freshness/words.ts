/** How new the log is, in words. Pure. */
import { valueLabel, type Messages } from "../../messages";
import type { Source } from "./useFreshness";

const hourMS = 3_600_000;

/** `SCIM: none for 3 h, usually 40 an hour`. */
export function quietWords(source: Source, now: number, messages: Messages): string {
  const words = messages.freshness;
  const silence = lengthWords(now - source.latest.getTime(), messages);
  return words.quiet(
    valueLabel(messages, "service_type", source.name),
    silence,
    usualWords(source, messages),
  );
}

/** `40 an hour`, or of something rare `3 a day`. */
export function usualWords({ perHour }: Source, messages: Messages): string {
  const words = messages.freshness;
  return perHour >= 1
    ? words.perHour(Math.round(perHour))
    : words.perDay(Math.max(1, Math.round(perHour * 24)));
}

function lengthWords(ms: number, messages: Messages): string {
  const words = messages.freshness;
  if (ms < hourMS) return words.minutes(Math.max(1, Math.floor(ms / 60_000)));
  if (ms < 48 * hourMS) return words.hours(Math.floor(ms / hourMS));
  return words.days(Math.floor(ms / (24 * hourMS)));
}
