/** Times in the words of one language and one zone. Formatters are costly to make, so each pair has one set. */
export type TimeFormat = {
  /** 18:12:33 */
  clock: (at: Date) => string;
  /** 18:12 */
  minute: (at: Date) => string;
  /** .123 */
  millis: (at: Date) => string;
  /** 22 Nov */
  day: (at: Date) => string;
  /** Sunday, 22 November 2026 */
  longDay: (at: Date) => string;
  /** 22 Nov 2026, 18:12 */
  dayAndMinute: (at: Date) => string;
  /** 1 – 15 Nov 2026: two days as the address writes them, `2026-11-01`. */
  days: (first: string, last: string) => string;
  /** Nov: the month of a day as the address writes it. */
  month: (day: string) => string;
  /** Mon 16 – Sun 22 Nov 2026: the same with their weekdays. */
  weekdays: (first: string, last: string) => string;
  /** 22 Nov 2026, 09:00–12:00 */
  span: (from: Date, to: Date) => string;
  /** 22 Nov 2026, 18:12:33.123 GMT+9 */
  full: (at: Date) => string;
  /** 2026-11-22, for comparing and grouping by day. */
  dayKey: (at: Date) => string;
  /** GMT+9, as it is at that moment. */
  offset: (at: Date) => string;
};

const made = new Map<string, TimeFormat>();

export function timeFormat(locale: string, zone: string): TimeFormat {
  const key = `${locale} ${zone}`;
  let format = made.get(key);
  if (!format) made.set(key, (format = makeFormat(locale, zone)));
  return format;
}

function makeFormat(locale: string, zone: string): TimeFormat {
  const maker = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      hourCycle: "h23",
      ...options,
    });
    return (at: Date) => format.format(at);
  };
  const minute = { hour: "2-digit", minute: "2-digit" } as const;
  const date = { day: "numeric", month: "short", year: "numeric" } as const;
  const spanMaker = (options: Intl.DateTimeFormatOptions, timeZone = zone) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options });
    // Thin spaces round the dash are not every font's, nor what one searches for in a copied text.
    return (from: Date, to: Date) => format.formatRange(from, to).replace(/[\u2009\u202F]/g, " ");
  };
  // A written day is the same day everywhere.
  const dayMaker = (options: Intl.DateTimeFormatOptions) => {
    const format = spanMaker(options, "UTC");
    return (first: string, last: string) => format(new Date(first), new Date(last));
  };
  const toMinutes = spanMaker({ ...date, ...minute });
  const toSeconds = spanMaker({ ...date, ...minute, second: "2-digit" });
  const key = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  const offset = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" });
  const toSecond = maker({ ...minute, second: "2-digit" });
  const onDay = maker(date);
  const named = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "short" });
  const zoneName = (at: Date) =>
    named.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? zone;
  const millis = (at: Date) => `.${String(at.getUTCMilliseconds()).padStart(3, "0")}`;
  const month = new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "short" });
  const comma = locale.startsWith("en") ? "," : "";
  return {
    clock: toSecond,
    minute: maker(minute),
    millis,
    day: maker({ day: "numeric", month: "short" }),
    longDay: maker({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    dayAndMinute: maker({ ...date, ...minute }),
    days: dayMaker(date),
    month: (day) => month.format(new Date(day)),
    weekdays: dayMaker({ ...date, weekday: "short" }),
    span: (from, to) =>
      [from, to].some((at) => at.getTime() % 60_000 !== 0) ? toSeconds(from, to) : toMinutes(from, to),
    // Put together: Korean would say hours, minutes and seconds in words, here alone of all times.
    full: (at) => `${onDay(at)}${comma} ${toSecond(at)}${millis(at)} ${zoneName(at)}`,
    dayKey: (at) => key.format(at),
    offset: (at) => offset.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "",
  };
}

/** Days until the event leaves the store: the day it happened counts, and is kept whole. UTC, as the store's days are. */
export function daysLeft(time: Date, retentionDays: number, now: Date): number {
  const dayMS = 86_400_000;
  const age = Math.floor(now.getTime() / dayMS) - Math.floor(time.getTime() / dayMS);
  return Math.max(0, retentionDays - age);
}
