/**
 * A period as a person types it, in English, Korean or Japanese: `2h`, `yesterday`, `지난 7일`, `11/1 - 11/15`,
 * `11/1 09:00 - 12:00`, an instant. A day without its year is the latest such day that is not in the future.
 * Pure: what the words mean depends on the zone and on now alone.
 */
import {
  fromDate,
  toCalendarDate,
  toCalendarDateTime,
  toZoned,
  Time,
  type CalendarDate,
} from "@internationalized/date";
import { resolveMoment, type Side } from "../../../state/moment";
import type { Period } from "../period";
import { comesEvery, firstFrom, latest, type Days } from "./days";
import { Impossible, readItem, Scanner, type Clock, type Item, type WrittenDay } from "./item";
import { everything } from "./words";

export type Typed =
  | { period: Period }
  /** What was not understood: all of it or the rest, a day or a time that does not exist, an amount of nothing. */
  | { problem: "unknown" | "day" | "time" | "amount" | "empty"; text: string };

type Local = Extract<Item, { kind: "local" }>;

/** What the text means in the zone; null where nothing is typed. */
export function readTyped(text: string, zone: string, now: Date): Typed | null {
  const scanner = new Scanner(normalized(text));
  if (scanner.rest === "") return null;
  if (everything.includes(scanner.rest)) return { period: { from: null, to: null } };
  try {
    return readPeriod(scanner, new Reading(zone, now)) ?? { problem: "unknown", text: scanner.rest };
  } catch (error) {
    if (error instanceof Impossible) return { problem: error.what, text: error.text || text.trim() };
    throw error;
  }
}

/** One width and case of letters, one sign for ranges, single spaces. */
function normalized(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‐-―−]/g, "-")
    .replace(/[〜∼]/g, "~")
    .replace(/\.\.+|→/g, "~")
    .replace(/\s+/g, " ")
    .trim();
}

const separator = /-|~|부터|에서|から|(?:to|until|till|through|and)(?![a-z])/y;
const since = /(?:since|from|between)(?![a-z])/y;
const until = /(?:until|till|to)(?![a-z])/y;
const upTo = /까지|まで/y;

function readPeriod(scanner: Scanner, reading: Reading): Typed | null {
  if (scanner.take(until)) {
    const end = readItem(scanner, false);
    return end && done(scanner) ? { period: { from: null, to: reading.single(end, "to") } } : null;
  }
  const open = scanner.take(since) !== null;
  const start = readItem(scanner, false);
  if (!start) return null;
  const parted = scanner.take(separator) !== null;
  const end = parted ? readItem(scanner, true) : null;
  const closed = scanner.take(upTo) !== null;
  if (!done(scanner)) return null;
  if (end) return reading.range(start, end);
  if (closed) return { period: { from: null, to: reading.single(start, "to") } };
  if (open || parted) return { period: { from: reading.single(start, "from"), to: null } };
  return reading.alone(start);
}

const done = (scanner: Scanner) => scanner.rest === "";

/** The meaning of items, in a zone and at a moment. */
class Reading {
  private readonly today: CalendarDate;
  constructor(
    private readonly zone: string,
    private readonly now: Date,
  ) {
    this.today = toCalendarDate(fromDate(now, zone));
  }

  /** One item that is a whole period. */
  alone(item: Item): Typed {
    if (item.kind === "moment") {
      if (item.moment === "now" || this.resolve(item.moment, "from") >= this.now.getTime())
        return { problem: "empty", text: item.moment };
      const open = item.moment.startsWith("now-");
      return { period: { from: item.moment, to: open ? null : item.moment } };
    }
    if (item.kind !== "local" || item.time || !item.day)
      return { period: { from: this.single(item, "from"), to: null } };
    return { period: period(latest(item.day, this.today, this.today)) };
  }

  /** One end, the other being open or known. */
  single(item: Item, side: Side): string {
    if (item.kind === "moment") return item.moment;
    if (item.kind === "instant") return instantText(item.at);
    if (item.kind === "amount") return this.back(item);
    const days = item.day ? latest(item.day, this.today, this.today) : this.dayOfClock(item.time);
    return this.end(days, item.time, side);
  }

  range(a: Item, b: Item): Typed {
    const found = a.kind === "local" && b.kind === "local" ? this.localRange(a, b) : this.mixedRange(a, b);
    const { from, to } = found;
    if (from !== null && to !== null && this.resolve(from, "from") >= this.resolve(to, "to"))
      return { problem: "empty", text: "" };
    return { period: found };
  }

  /** Two ends of which at least one says by itself when it is; turned round if they run backwards. */
  private mixedRange(a: Item, b: Item): Period {
    const straight = { from: this.single(a, "from"), to: this.endAfter(a, b) };
    if (this.resolve(straight.from, "from") < this.resolve(straight.to, "to")) return straight;
    return { from: this.single(b, "from"), to: this.single(a, "to") };
  }

  /** `yesterday - 12:00` ends on the day on which it starts; a time that is not after it, on the next. */
  private endAfter(a: Item, b: Item): string {
    if (b.kind !== "local" || b.day || !b.time) return this.single(b, "to");
    const start = fromDate(new Date(this.resolve(this.single(a, "from"), "from")), this.zone);
    const day = toCalendarDate(start);
    const end = this.end(one(day), b.time, "to");
    return this.resolve(end, "to") > start.toDate().getTime()
      ? end
      : this.end(one(day.add({ days: 1 })), b.time, "to");
  }

  private localRange(a: Local, b: Local): Period {
    const { first, second } = this.daysOfRange(a, b);
    const overnight = !b.day && !this.isBefore(first, a.time, second, b.time);
    const last = overnight ? one(second.last.add({ days: 1 })) : second;
    const ends = { from: this.end(first, a.time, "from"), to: this.end(last, b.time, "to") };
    if (this.resolve(ends.from, "from") < this.resolve(ends.to, "to")) return ends;
    return { from: this.end(second, b.time, "from"), to: this.end(first, a.time, "to") };
  }

  /** The days of both ends, in the order in which they were written. */
  private daysOfRange(a: Local, b: Local): { first: Days; second: Days } {
    if (!a.day || !b.day) {
      const day = a.day ?? b.day;
      const both = day ? latest(day, this.today, this.today) : this.dayOfClock(a.time);
      return { first: both, second: both };
    }
    const { today } = this;
    const everyA = comesEvery(a.day);
    const everyB = comesEvery(b.day);
    if (everyB === "month" && everyA !== "month") {
      const first = latest(a.day, today, today);
      return { first, second: firstFrom(b.day, first.first, today) };
    }
    if (everyA === null && everyB !== null) {
      const first = latest(a.day, today, today);
      return { first, second: firstFrom(b.day, first.first, today) };
    }
    const second = latest(b.day, today, today);
    const first = latest(a.day, second.last, today);
    if (everyA !== "year" || everyB !== "year") return { first, second };
    // 12/20 - 1/5 goes over the turn of the year, 11/15 - 11/1 was written backwards: the shorter of both is meant.
    const turned = this.turned(a.day, b.day);
    return length(first, second) <= length(turned.second, turned.first) ? { first, second } : turned;
  }

  private turned(a: WrittenDay, b: WrittenDay): { first: Days; second: Days } {
    const first = latest(a, this.today, this.today);
    return { first, second: latest(b, first.last, this.today) };
  }

  /** A time of day alone: today's, or yesterday's if that is still to come. */
  private dayOfClock(time: Clock | null): Days {
    const started = this.resolve(this.end(one(this.today), time, "from"), "from") <= this.now.getTime();
    return one(started ? this.today : this.today.subtract({ days: 1 }));
  }

  private isBefore(first: Days, a: Clock | null, second: Days, b: Clock | null): boolean {
    return this.resolve(this.end(first, a, "from"), "from") < this.resolve(this.end(second, b, "to"), "to");
  }

  /** A day as the address writes it, or with a time the instant; of the two that share a name, the one that reaches further. */
  private end(days: Days, time: Clock | null, side: Side): string {
    const day = side === "from" ? days.first : days.last;
    if (!time) return day.toString();
    const { hour, minute, second, millisecond } = time;
    const date = hour === 24 ? day.add({ days: 1 }) : day;
    const local = toCalendarDateTime(date, new Time(hour % 24, minute, second, millisecond));
    return instantText(toZoned(local, this.zone, side === "from" ? "compatible" : "later").toDate());
  }

  /** `now-2h`; months and years as the day that lies so far back. */
  private back({ amount, unit, text }: Extract<Item, { kind: "amount" }>): string {
    const byCalendar = { month: { months: amount }, year: { years: amount } }[unit as string];
    const moment = byCalendar ? this.today.subtract(byCalendar).toString() : `now-${amount}${unit}`;
    // Nobody keeps a log of that age, and not every clock reads so far back.
    if (this.resolve(moment, "from") < 0) throw new Impossible("amount", text);
    return moment;
  }

  private resolve(moment: string, side: Side): number {
    return resolveMoment(moment, side, this.zone, this.now).getTime();
  }
}

const one = (day: CalendarDate): Days => ({ first: day, last: day });

const period = ({ first, last }: Days): Period => ({ from: first.toString(), to: last.toString() });

const length = (first: Days, second: Days) => second.last.compare(first.first);

const instantText = (at: Date) => at.toISOString().replace(".000Z", "Z");
