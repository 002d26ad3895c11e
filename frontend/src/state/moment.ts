/**
 * One end of a period, as it stands in the page's address. Four forms:
 * `now`, `now-7d` (m, h, d, w) stay relative, so that a kept link means the same tomorrow;
 * `today`, `yesterday` are days of the chosen zone;
 * `2026-11-01` is a day of the chosen zone: as a start its first moment, as an end its last;
 * `2026-11-01T09:00:00Z` is an instant (RFC 3339).
 * A start is inclusive, an end is exclusive.
 */
import { CalendarDate, parseDate, toCalendarDate, fromDate } from "@internationalized/date";

export type Side = "from" | "to";

const relative = /^now(?:-(\d{1,6})([mhdw]))?$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

const unitMS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** The moment in its one written form, or null if the text is none. A link typed by hand may hold a bare `+`, which reads as a space. */
export function readMoment(text: string): string | null {
  const trimmed = text.trim().replace(/ (?=\d{2}:\d{2}$)/, "+");
  const lower = trimmed.toLowerCase();
  if (relative.test(lower) || lower === "today" || lower === "yesterday") return lower;
  if (day.test(trimmed)) return isRealDay(trimmed) ? trimmed : null;
  if (!instant.test(trimmed) || !isRealDay(trimmed.slice(0, 10))) return null;
  return Number.isNaN(Date.parse(trimmed.toUpperCase())) ? null : trimmed.toUpperCase();
}

function isRealDay(text: string): boolean {
  try {
    parseDate(text);
    return true;
  } catch {
    return false;
  }
}

/** The moment as the API reads it: its own words pass through, `today` and `yesterday` become dates of the zone. */
export function apiMoment(moment: string, zone: string, now: Date): string {
  if (moment === "today" || moment === "yesterday") return calendarDay(moment, zone, now).toString();
  return moment === "now-0d" ? "now" : moment;
}

/** The instant a moment stands for, seen from `now`. */
export function resolveMoment(moment: string, side: Side, zone: string, now: Date): Date {
  const match = relative.exec(moment);
  if (match) {
    const unit = (match[2] ?? "m") as keyof typeof unitMS;
    return new Date(now.getTime() - Number(match[1] ?? 0) * unitMS[unit]);
  }
  if (moment === "today" || moment === "yesterday" || day.test(moment)) {
    const date = calendarDay(moment, zone, now);
    return (side === "to" ? date.add({ days: 1 }) : date).toDate(zone);
  }
  return new Date(moment);
}

function calendarDay(moment: string, zone: string, now: Date): CalendarDate {
  if (day.test(moment)) return parseDate(moment);
  const today = toCalendarDate(fromDate(now, zone));
  return moment === "yesterday" ? today.subtract({ days: 1 }) : today;
}

/** True where both ends are of the same fixed form and the period is empty or runs backwards. */
export function isBackwards(from: string, to: string): boolean {
  if (day.test(from) && day.test(to)) return from > to;
  if (instant.test(from) && instant.test(to)) return Date.parse(from) >= Date.parse(to);
  return false;
}

/** True for a zone that this browser knows, by any of its IANA names. */
export function isZone(text: string): boolean {
  // Offsets such as "+09:00" are time zones to Intl, but not to the API.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
