/** One end of a typed period, read from left to right: an amount of time, a day, a time of day, an instant. Pure. */
import { CalendarDate } from "@internationalized/date";
import {
  dayWords,
  lately,
  momentWords,
  monthWords,
  unitWords,
  weekdayWords,
  type Lexicon,
  type Unit,
} from "./words";

export type Clock = { hour: number; minute: number; second: number; millisecond: number };

/** A day that may lack its year, or its month as well; without a day it is the whole month. */
export type WrittenDay =
  | { kind: "date"; year: number | null; month: number | null; day: number | null }
  | { kind: "weekday"; weekday: number; beforeToday: boolean }
  | { kind: "ago"; days: number };

export type Item =
  /** Of the address as it stands: `today`, `last-week`, `now-7d`. */
  | { kind: "moment"; moment: string }
  /** Back from now. */
  | { kind: "amount"; amount: number; unit: Unit; text: string }
  | { kind: "local"; day: WrittenDay | null; time: Clock | null }
  | { kind: "instant"; at: Date };

/** What a person wrote that can't be: `2026-02-30`, `25:00`. */
export class Impossible extends Error {
  constructor(
    readonly what: "day" | "time" | "amount",
    readonly text: string,
  ) {
    super(what);
  }
}

/** Reads on in a text that is lower case and NFKC, with single spaces. */
export class Scanner {
  at = 0;
  constructor(readonly text: string) {}

  /** Takes what the sticky expression finds here, after spaces; null if that is nothing. */
  take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    while (this.text[expression.lastIndex] === " ") expression.lastIndex++;
    const match = expression.exec(this.text);
    if (match) this.at = expression.lastIndex;
    return match;
  }

  takeWord<T>(words: Lexicon<T>): T | null {
    const match = this.take(words.find);
    return match ? (words.meaning.get(match[0]) ?? null) : null;
  }

  /** What `read` reads, or null and the text as before. */
  attempt<T>(read: () => T | null): T | null {
    const before = this.at;
    const value = read();
    if (value === null) this.at = before;
    return value;
  }

  get rest(): string {
    return this.text.slice(this.at).trim();
  }
}

/** RFC 3339. After a space and without seconds `-12:00` is no offset but the end of a range: `2026-11-01 09:00-12:00`. */
const instants = [
  /(\d{4}-\d{2}-\d{2})t(\d{2}:\d{2})(:\d{2}(?:[.,]\d{1,9})?)?(z|[+-]\d{2}:?\d{2})/y,
  /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(:\d{2}(?:[.,]\d{1,9})?) ?(z|[+-]\d{2}:?\d{2})/y,
  /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})() ?(z|\+\d{2}:?\d{2})/y,
];
const addressMoment = /now-(\d{1,6})([mhdw])(?![a-z\d])/y;

/** Dates by number, year first, month before day; a day over 12 can only be one. */
const dates: { find: RegExp; order: readonly ("year" | "month" | "day")[] }[] = [
  { find: /(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/y, order: ["year", "month", "day"] },
  { find: /(\d{4})\. (\d{1,2})\. (\d{1,2})\.?/y, order: ["year", "month", "day"] },
  { find: /(\d{4})(\d{2})(\d{2})(?!\d)/y, order: ["year", "month", "day"] },
  { find: /(?:(\d{4})[년年] ?)(\d{1,2})[월月] ?(\d{1,2})[일日]/y, order: ["year", "month", "day"] },
  { find: /(?:(\d{4})[년年] ?)(\d{1,2})(?:월|月(?!曜))/y, order: ["year", "month"] },
  { find: /(\d{1,2})[월月] ?(\d{1,2})[일日]/y, order: ["month", "day"] },
  { find: /(\d{1,2})(?:월|月(?!曜))/y, order: ["month"] },
  { find: /(\d{4})[-/](\d{1,2})(?![-/\d])/y, order: ["year", "month"] },
  { find: /(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/y, order: ["month", "day", "year"] },
  { find: /(\d{1,2})[/.](\d{1,2})(?![\d:])\.?/y, order: ["month", "day"] },
];

const clocks = {
  digits: /(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)? ?([ap]m(?![a-z]))?/y,
  halves: /(\d{1,2}) ?([ap]m(?![a-z]))/y,
  cjk: /(오전|오후|午前|午後)? ?(\d{1,2})(?:시(?!간)|時(?!間)) ?(?:(\d{1,2})[분分])?/y,
  cjkDigits: /(오전|오후|午前|午後) ?(\d{1,2}):(\d{2})/y,
};

/**
 * Reads one item; null where none stands here. At the end of a range `15`
 * is a day of the month; at its start only where a separator follows.
 */
export function readItem(scanner: Scanner, end: boolean): Item | null {
  return (
    scanner.attempt(() => readInstant(scanner)) ??
    scanner.attempt(() => readAddressMoment(scanner)) ??
    scanner.attempt(() => readLocal(scanner)) ??
    scanner.attempt(() => readDayOfMonth(scanner, end)) ??
    scanner.attempt(() => readAmount(scanner))
  );
}

function readInstant(scanner: Scanner): Item | null {
  const match = instants.map((form) => scanner.take(form)).find((found) => found !== null);
  if (!match) return null;
  const [text, day = "", minute = "", second = "", zone = "z"] = match;
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  checkedDay(year, month, date, text);
  const offset = zone === "z" ? "Z" : zone.replace(/^(...)(\d\d)$/, "$1:$2");
  const at = new Date(`${day}T${minute}${(second === "" ? ":00" : second).replace(",", ".")}${offset}`);
  if (Number.isNaN(at.getTime())) throw new Impossible("time", text);
  return { kind: "instant", at };
}

/** The day, if there is one. */
export function checkedDay(year: number, month: number, day: number, text: string): CalendarDate {
  const date = new CalendarDate(year, month, day);
  // CalendarDate makes the nearest day that exists out of one that doesn't.
  if (date.year !== year || date.month !== month || date.day !== day || year < 1)
    throw new Impossible("day", text);
  return date;
}

function readAddressMoment(scanner: Scanner): Item | null {
  const match = scanner.take(addressMoment);
  return match && { kind: "moment", moment: match[0].trim() };
}

function readLocal(scanner: Scanner): Item | null {
  const early = scanner.attempt(() => readClock(scanner));
  const word = early ? null : scanner.takeWord(momentWords);
  if (word !== null) {
    const days = { today: 0, yesterday: 1 }[word];
    const time = days === undefined ? null : readClockAfter(scanner);
    if (days === undefined || !time) return { kind: "moment", moment: word };
    return { kind: "local", day: { kind: "ago", days }, time };
  }
  const day = scanner.attempt(() => readDay(scanner));
  if (day) return { kind: "local", day, time: early ?? readClockAfter(scanner) };
  return early && { kind: "local", day: null, time: early };
}

function readClockAfter(scanner: Scanner): Clock | null {
  return scanner.attempt(() => {
    scanner.take(/t(?=\d)|,|at(?![a-z])|에/y);
    return readClock(scanner);
  });
}

function readDay(scanner: Scanner): WrittenDay | null {
  const days = scanner.takeWord(dayWords);
  if (days !== null) return { kind: "ago", days };
  for (const { find, order } of dates) {
    const match = scanner.take(find);
    if (match) return dateOf(match, order);
  }
  return (
    scanner.attempt(() => readNamedMonth(scanner)) ??
    scanner.attempt(() => {
      const beforeToday = scanner.take(lately) !== null;
      const weekday = scanner.takeWord(weekdayWords);
      return weekday === null ? null : { kind: "weekday", weekday, beforeToday };
    })
  );
}

/** `1 Nov`, `Nov 1st`, `Nov 1, 2026`, `Nov 2026`, `November`. */
function readNamedMonth(scanner: Scanner): WrittenDay | null {
  const before = scanner.take(/(\d{1,2})(?:st|nd|rd|th)? (?=[a-z])/y);
  const month = scanner.takeWord(monthWords);
  if (month === null) return null;
  const after = before ?? scanner.take(/(\d{1,2})(?:st|nd|rd|th)?(?![\d:a-z/.-])/y);
  const year = scanner.take(/,? ?(\d{4})(?![\d:/.-])/y);
  return {
    kind: "date",
    year: year ? Number(year[1]) : null,
    month,
    day: after ? Number(after[1]) : null,
  };
}

function dateOf(match: RegExpExecArray, order: readonly ("year" | "month" | "day")[]): WrittenDay {
  // A separator that was captured only to be repeated is no number.
  const numbers = match.slice(1).filter((part) => /^\d+$/.test(part));
  const date = { year: null, month: null, day: null } as Record<"year" | "month" | "day", number | null>;
  order.forEach((part, at) => (date[part] = Number(numbers[at])));
  const { year, month, day } = date;
  // 15/11, as much of Europe writes it: there is no fifteenth month.
  if (year === null && month !== null && day !== null && month > 12 && day <= 12)
    return { kind: "date", year, month: day, day: month };
  if (month !== null && (month < 1 || month > 12)) throw new Impossible("day", match[0].trim());
  return { kind: "date", year, month, day };
}

const daysOfMonth = {
  start: /(\d{1,2})(?:st|nd|rd|th|일|日)?(?= ?(?:부터|から|~|-|to ))/y,
  end: /(\d{1,2})(?:st|nd|rd|th|일|日)?(?! ?(?!까지)[\d:/.a-z가-힣時間分週年月日曜前])/y,
};

function readDayOfMonth(scanner: Scanner, end: boolean): Item | null {
  const match = scanner.take(end ? daysOfMonth.end : daysOfMonth.start);
  if (!match) return null;
  return { kind: "local", day: { kind: "date", year: null, month: null, day: Number(match[1]) }, time: null };
}

function readClock(scanner: Scanner): Clock | null {
  const cjk = scanner.take(clocks.cjkDigits) ?? scanner.take(clocks.cjk);
  if (cjk) return clockOf(cjk[0], cjk[2], cjk[3], cjk[1]);
  const digits = scanner.take(clocks.digits);
  if (digits) return clockOf(digits[0], digits[1], digits[2], digits[5], digits[3], digits[4]);
  const halves = scanner.take(clocks.halves);
  return halves && clockOf(halves[0], halves[1], "0", halves[2]);
}

function clockOf(text: string, hours = "0", minutes = "0", half = "", seconds = "0", fraction = "0"): Clock {
  const time = {
    hour: Number(hours),
    minute: Number(minutes),
    second: Number(seconds),
    millisecond: Number(fraction.padEnd(3, "0")),
  };
  const afternoon = ["pm", "오후", "午後"].includes(half);
  if (half !== "") {
    if (time.hour > 12) throw new Impossible("time", text.trim());
    time.hour = (time.hour % 12) + (afternoon ? 12 : 0);
  }
  const midnight = time.hour === 24 && time.minute + time.second + time.millisecond === 0;
  if ((time.hour > 23 && !midnight) || time.minute > 59 || time.second > 59)
    throw new Impossible("time", text.trim());
  return time;
}

/** `2h`, `1h 30m`, `last 7 days`, `past week`, `지난 7일간`, `過去7日間`, `2 hours ago`. */
function readAmount(scanner: Scanner): Item | null {
  const prefix = scanner.take(lately);
  const start = scanner.at;
  const parts: { amount: number; unit: Unit }[] = [];
  for (;;) {
    const part = scanner.attempt(() => {
      const digits = scanner.take(/\d{1,6}/y);
      const unit = scanner.takeWord(unitWords);
      return digits && unit ? { amount: Number(digits[0]), unit } : null;
    });
    if (!part) break;
    parts.push(part);
  }
  if (parts.length === 0) {
    const unit = prefix && scanner.takeWord(unitWords);
    if (!unit) return null;
    parts.push({ amount: 1, unit });
  }
  scanner.take(/동안|간|間/y);
  scanner.take(/ago(?![a-z])|전|前/y);
  const text = scanner.text.slice(start, scanner.at).trim();
  return { kind: "amount", ...together(parts, text), text };
}

const minutes: Partial<Record<Unit, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

/** Several amounts as one of the smallest unit: 1 h 30 min is 90 min. */
function together(parts: { amount: number; unit: Unit }[], text: string): { amount: number; unit: Unit } {
  const [first, ...more] = parts;
  if (!first || parts.some(({ amount }) => amount < 1)) throw new Impossible("amount", text);
  if (more.length === 0) return first;
  const smallest = parts.reduce((least, part) =>
    (minutes[part.unit] ?? 0) < (minutes[least.unit] ?? 0) ? part : least,
  );
  const total = parts.reduce((sum, { amount, unit }) => sum + amount * (minutes[unit] ?? NaN), 0);
  const amount = total / (minutes[smallest.unit] ?? NaN);
  if (!Number.isInteger(amount) || amount > 999_999) throw new Impossible("amount", text);
  return { amount, unit: smallest.unit };
}
