/** Which day a written one is, seen from another: without its year, the latest that is not later. Pure. */
import { CalendarDate } from "@internationalized/date";
import { checkedDay, Impossible, type WrittenDay } from "./item";

/** The days of a written one: a single day, or the first and last of its month. */
export type Days = { first: CalendarDate; last: CalendarDate };

/** How often a written day comes round; null where it is one day alone. */
export function comesEvery(day: WrittenDay): "year" | "month" | "week" | null {
  if (day.kind === "weekday") return "week";
  if (day.kind === "ago" || day.year !== null) return null;
  return day.month === null ? "month" : "year";
}

/** The latest such days that do not begin after `bound`; those of a full date are what they are. */
export function latest(day: WrittenDay, bound: CalendarDate, today: CalendarDate): Days {
  if (day.kind === "ago") return single(today.subtract({ days: day.days }));
  if (day.kind === "weekday") {
    const since = (weekdayOf(bound) - day.weekday + 7) % 7;
    const back = since === 0 && day.beforeToday && bound.compare(today) === 0 ? 7 : since;
    return single(bound.subtract({ days: back }));
  }
  const { year, month } = day;
  if (year !== null) return daysOf(year, month ?? 1, day.day);
  // Twelve months back, or for 29 February as many years as lie between two of them.
  const step = month === null ? { months: 1 } : { years: 1 };
  for (let tries = 0, at = bound; tries < 9; tries++, at = at.set({ day: 1 }).subtract(step)) {
    const days = daysIfAny(at.year, month ?? at.month, day.day);
    if (days && days.first.compare(bound) <= 0) return days;
  }
  throw new Impossible("day", written(month, day.day));
}

/** The first such days that do not begin before `bound`. */
export function firstFrom(day: WrittenDay, bound: CalendarDate, today: CalendarDate): Days {
  const every = comesEvery(day);
  if (every === null) return latest(day, bound, today);
  const reach = { year: { years: 1 }, month: { months: 1 }, week: { weeks: 1 } }[every];
  const days = latest(day, bound.add(reach).subtract({ days: 1 }), today);
  if (days.first.compare(bound) < 0)
    throw new Impossible("day", day.kind === "date" ? written(day.month, day.day) : "");
  return days;
}

const single = (day: CalendarDate): Days => ({ first: day, last: day });

function daysOf(year: number, month: number, day: number | null): Days {
  const first = checkedDay(year, month, day ?? 1, [year, month, day ?? 1].join("-"));
  if (day !== null) return single(first);
  return { first, last: first.add({ months: 1 }).subtract({ days: 1 }) };
}

function daysIfAny(year: number, month: number, day: number | null): Days | null {
  try {
    return daysOf(year, month, day);
  } catch {
    return null;
  }
}

const written = (month: number | null, day: number | null) =>
  [month, day].filter((part) => part !== null).join("/");

function weekdayOf(day: CalendarDate): number {
  return new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
}
