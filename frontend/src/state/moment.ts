/**
 * One end of a period, as it stands in the page's address. Five forms:
 * `now`, `now-7d` (m, h, d, w) stay relative, so that a kept link means the same tomorrow;
 * `today`, `yesterday` are days of the chosen zone;
 * `this-week`, `last-week`, `this-month`, `last-month` are its weeks, Monday to Sunday for everybody, and its months:
 * as a start their first day, as an end their last;
 * `2026-11-01` is a day of the chosen zone: as a start its first moment, as an end its last;
 * `2026-11-01T09:00:00Z` is an instant (RFC 3339).
 * A start is inclusive, an end is exclusive.
 */
import {
  CalendarDate,
  endOfMonth,
  fromDate,
  parseDate,
  startOfMonth,
  toCalendarDate,
} from "@internationalized/date";

export type Side = "from" | "to";

const relative = /^now(?:-(\d{1,6})([mhdw]))?$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const named = ["today", "yesterday", "this-week", "last-week", "this-month", "last-month"] as const;
type Named = (typeof named)[number];
const instant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

const unitMS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** The moment in its one written form, or null if the text is none. A link typed by hand may hold a bare `+`, which reads as a space. */
export function readMoment(text: string): string | null {
  const trimmed = text.trim().replace(/ (?=\d{2}:\d{2}$)/, "+");
  const lower = trimmed.toLowerCase();
  if (relative.test(lower) || isNamed(lower)) return lower;
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

const isNamed = (moment: string): moment is Named => (named as readonly string[]).includes(moment);

/** True for a moment that means another instant in another zone. */
export function isByDay(moment: string): boolean {
  return day.test(moment) || isNamed(moment);
}

/** The moment as the API reads it: its own words pass through, days that have a name become dates of the zone. */
export function apiMoment(moment: string, side: Side, zone: string, now: Date): string {
  if (isNamed(moment)) return calendarDay(moment, side, zone, now).toString();
  return moment === "now-0d" ? "now" : moment;
}

/** The instant a moment stands for, seen from `now`. */
export function resolveMoment(moment: string, side: Side, zone: string, now: Date): Date {
  const match = relative.exec(moment);
  if (match) {
    const unit = (match[2] ?? "m") as keyof typeof unitMS;
    return new Date(now.getTime() - Number(match[1] ?? 0) * unitMS[unit]);
  }
  if (isByDay(moment)) {
    const date = calendarDay(moment, side, zone, now);
    return (side === "to" ? date.add({ days: 1 }) : date).toDate(zone);
  }
  return new Date(moment);
}

/** The day of a moment that is by day: of weeks and months the first, or as an end the last. */
function calendarDay(moment: string, side: Side, zone: string, now: Date): CalendarDate {
  if (!isNamed(moment)) return parseDate(moment);
  const today = toCalendarDate(fromDate(now, zone));
  switch (moment) {
    case "today":
      return today;
    case "yesterday":
      return today.subtract({ days: 1 });
    case "this-week":
      return weekDay(today, side);
    case "last-week":
      return weekDay(today.subtract({ weeks: 1 }), side);
    case "this-month":
      return monthDay(today, side);
    case "last-month":
      return monthDay(today.subtract({ months: 1 }), side);
  }
}

function weekDay(of: CalendarDate, side: Side): CalendarDate {
  const sinceMonday = (new Date(Date.UTC(of.year, of.month - 1, of.day)).getUTCDay() + 6) % 7;
  const monday = of.subtract({ days: sinceMonday });
  return side === "to" ? monday.add({ days: 6 }) : monday;
}

const monthDay = (of: CalendarDate, side: Side) => (side === "to" ? endOfMonth(of) : startOfMonth(of));

/** True where both ends are of the same fixed form and the period is empty or runs backwards. */
export function isBackwards(from: string, to: string): boolean {
  if (day.test(from) && day.test(to)) return from > to;
  if (instant.test(from) && instant.test(to)) return Date.parse(from) >= Date.parse(to);
  return false;
}

/** True for two names of the same zone: `Asia/Calcutta` is `Asia/Kolkata`. */
export function isSameZone(a: string, b: string): boolean {
  const name = (zone: string) => new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  return a === b || (isZone(a) && isZone(b) && name(a) === name(b));
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
