/**
 * Between the period of the address and the two minutes of the range picker. The picker's end is the last minute
 * that is included; the address's is exclusive.
 */
import { fromDate, toCalendarDate, type ZonedDateTime } from "@internationalized/date";
import { resolvePeriod, type Period } from "./period";

export type MinuteRange = { start: ZonedDateTime; end: ZonedDateTime };

/** The range to begin editing with; open ends become the retention's bounds. */
export function rangeOf(period: Period, zone: string, now: Date, retentionDays: number): MinuteRange {
  const { from, to } = resolvePeriod(period, zone, now);
  const today = fromDate(now, zone).set({ hour: 0, minute: 0, second: 0, millisecond: 0 });
  const start = from ? fromDate(from, zone) : today.subtract({ days: retentionDays });
  const end = to ? fromDate(new Date(to.getTime() - 1), zone) : today.set({ hour: 23, minute: 59 });
  const whole = { second: 0, millisecond: 0 };
  return { start: start.set(whole), end: end.set(whole) };
}

/** Whole days as dates, anything else as instants in UTC; null for a range that runs backwards. */
export function periodOf({ start, end }: MinuteRange): Period | null {
  if (end.compare(start) < 0) return null;
  const wholeDays = start.hour === 0 && start.minute === 0 && end.hour === 23 && end.minute === 59;
  if (wholeDays) return { from: toCalendarDate(start).toString(), to: toCalendarDate(end).toString() };
  const instant = (at: ZonedDateTime) => at.toDate().toISOString().replace(".000Z", "Z");
  return { from: instant(start), to: instant(end.add({ minutes: 1 })) };
}
