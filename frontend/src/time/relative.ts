/** How long ago, in the words of one language: "12 sec. ago". Pure but for the formatters it keeps. */
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const made = new Map<string, Intl.RelativeTimeFormat>();

export function relativeTime(locale: string, at: Date, now: number): string {
  let format = made.get(locale);
  if (!format) made.set(locale, (format = new Intl.RelativeTimeFormat(locale, { style: "short" })));
  // Minus nought is "0 sec ago", nought would be "in 0 sec".
  const seconds = Math.trunc((at.getTime() - now) / 1000) || -0;
  const distance = Math.abs(seconds);
  if (distance < minute) return format.format(seconds, "second");
  if (distance < hour) return format.format(Math.trunc(seconds / minute), "minute");
  if (distance < day) return format.format(Math.trunc(seconds / hour), "hour");
  return format.format(Math.trunc(seconds / day), "day");
}
