import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMoment, resolveMoment } from "../../../state/moment";
import { readTyped } from "./typed";

const now = new Date("2026-11-23T01:30:00Z"); // Monday 10:30 in Seoul, Sunday 20:30 in New York
const seoul = "Asia/Seoul";

/** `from | to`, or `problem: text`. */
function read(text: string, zone = seoul, at = now): string {
  const typed = readTyped(text, zone, at);
  if (!typed) return "nothing";
  if ("problem" in typed) return `${typed.problem}: ${typed.text}`;
  return `${typed.period.from} | ${typed.period.to}`;
}

function table(rows: [string, string][]) {
  it.each(rows)("%s", (text, want) => {
    expect(read(text)).toBe(want);
  });
}

describe("amounts of time", () => {
  table([
    ["2h", "now-2h | null"],
    ["30m", "now-30m | null"],
    ["7d", "now-7d | null"],
    ["2w", "now-2w | null"],
    ["90 min", "now-90m | null"],
    ["1h30m", "now-90m | null"],
    ["1 day 12 hours", "now-36h | null"],
    ["last 2 hours", "now-2h | null"],
    ["in the last 15 minutes", "now-15m | null"],
    ["past week", "now-1w | null"],
    ["last hour", "now-1h | null"],
    ["2 hours ago", "now-2h | null"],
    ["now-12h", "now-12h | null"],
    ["LAST ７ Days", "now-7d | null"],
    ["last 3 months", "2026-08-23 | null"],
    ["1 year", "2025-11-23 | null"],
    ["7일", "now-7d | null"],
    ["지난 7일", "now-7d | null"],
    ["최근 30분간", "now-30m | null"],
    ["지난 2시간 동안", "now-2h | null"],
    ["2시간 전", "now-2h | null"],
    ["3개월", "2026-08-23 | null"],
    ["過去7日間", "now-7d | null"],
    ["過去７日", "now-7d | null"],
    ["直近30分", "now-30m | null"],
    ["2時間", "now-2h | null"],
    ["2週間前", "now-2w | null"],
    ["0h", "amount: 0h"],
    ["1 month 2h", "amount: 1 month 2h"],
    ["999999w", "amount: 999999w"],
  ]);
});

describe("days, weeks and months that have a name", () => {
  table([
    ["today", "today | today"],
    ["Yesterday", "yesterday | yesterday"],
    ["day before yesterday", "2026-11-21 | 2026-11-21"],
    ["this week", "this-week | this-week"],
    ["last week", "last-week | last-week"],
    ["this month", "this-month | this-month"],
    ["last month", "last-month | last-month"],
    ["monday", "2026-11-23 | 2026-11-23"],
    ["last monday", "2026-11-16 | 2026-11-16"],
    ["tue", "2026-11-17 | 2026-11-17"],
    ["everything", "null | null"],
    ["오늘", "today | today"],
    ["어제", "yesterday | yesterday"],
    ["그저께", "2026-11-21 | 2026-11-21"],
    ["지난주", "last-week | last-week"],
    ["지난 주", "last-week | last-week"],
    ["이번 달", "this-month | this-month"],
    ["지난달", "last-month | last-month"],
    ["화요일", "2026-11-17 | 2026-11-17"],
    ["전체", "null | null"],
    ["今日", "today | today"],
    ["昨日", "yesterday | yesterday"],
    ["一昨日", "2026-11-21 | 2026-11-21"],
    ["先週", "last-week | last-week"],
    ["今月", "this-month | this-month"],
    ["先月", "last-month | last-month"],
    ["火曜日", "2026-11-17 | 2026-11-17"],
    ["すべて", "null | null"],
  ]);
});

describe("days", () => {
  table([
    ["2026-11-01", "2026-11-01 | 2026-11-01"],
    ["2026/11/1", "2026-11-01 | 2026-11-01"],
    ["2026. 11. 1.", "2026-11-01 | 2026-11-01"],
    ["20261101", "2026-11-01 | 2026-11-01"],
    ["11/1/2025", "2025-11-01 | 2025-11-01"],
    ["11/1", "2026-11-01 | 2026-11-01"],
    ["11/23", "2026-11-23 | 2026-11-23"],
    ["11/24", "2025-11-24 | 2025-11-24"],
    ["15/11", "2026-11-15 | 2026-11-15"],
    ["2/29", "2024-02-29 | 2024-02-29"],
    ["1 Nov", "2026-11-01 | 2026-11-01"],
    ["Nov 1st, 2025", "2025-11-01 | 2025-11-01"],
    ["November", "2026-11-01 | 2026-11-30"],
    ["December", "2025-12-01 | 2025-12-31"],
    ["2026-02", "2026-02-01 | 2026-02-28"],
    ["11월 1일", "2026-11-01 | 2026-11-01"],
    ["2025년 11월 1일", "2025-11-01 | 2025-11-01"],
    ["10월", "2026-10-01 | 2026-10-31"],
    ["11月1日", "2026-11-01 | 2026-11-01"],
    ["2025年2月", "2025-02-01 | 2025-02-28"],
    ["2026-02-30", "day: 2026-2-30"],
    ["2/30", "day: 2/30"],
    ["13/13", "day: 13/13"],
  ]);
});

describe("ranges of days", () => {
  table([
    ["11/1 - 11/15", "2026-11-01 | 2026-11-15"],
    ["11/1-11/15", "2026-11-01 | 2026-11-15"],
    ["11/1～11/15", "2026-11-01 | 2026-11-15"],
    ["11/1 – 11/15", "2026-11-01 | 2026-11-15"],
    ["11/1 .. 11/15", "2026-11-01 | 2026-11-15"],
    ["11/1 to 11/15", "2026-11-01 | 2026-11-15"],
    ["from 11/1 until 11/15", "2026-11-01 | 2026-11-15"],
    ["between 11/1 and 11/15", "2026-11-01 | 2026-11-15"],
    ["2026-11-01 - 2026-11-15", "2026-11-01 | 2026-11-15"],
    ["2026-11-01-2026-11-15", "2026-11-01 | 2026-11-15"],
    ["11/1 - 15", "2026-11-01 | 2026-11-15"],
    ["1 - 15 Nov", "2026-11-01 | 2026-11-15"],
    ["Nov 1 - Nov 15", "2026-11-01 | 2026-11-15"],
    ["oct - nov", "2026-10-01 | 2026-11-30"],
    ["monday - wednesday", "2026-11-16 | 2026-11-18"],
    ["yesterday - today", "yesterday | today"],
    ["11/1 - today", "2026-11-01 | today"],
    ["11/1 - now", "2026-11-01 | now"],
    ["7d - 1d", "now-7d | now-1d"],
    ["11월 1일 ~ 11월 15일", "2026-11-01 | 2026-11-15"],
    ["11월 1일부터 15일까지", "2026-11-01 | 2026-11-15"],
    ["1일부터 15일까지", "2026-11-01 | 2026-11-15"],
    ["어제부터 오늘까지", "yesterday | today"],
    ["11月1日〜11月15日", "2026-11-01 | 2026-11-15"],
    ["11月1日から15日まで", "2026-11-01 | 2026-11-15"],
    // The part of the range that names the year gives it to the other.
    ["2025-12-20 - 1/5", "2025-12-20 | 2026-01-05"],
    ["12/20 - 2026-01-05", "2025-12-20 | 2026-01-05"],
    // Over the turn of the year, or written backwards: whichever is shorter.
    ["12/20 - 1/5", "2025-12-20 | 2026-01-05"],
    ["11/15 - 11/1", "2026-11-01 | 2026-11-15"],
    ["2026-11-15 - 2026-11-01", "2026-11-01 | 2026-11-15"],
    ["today - yesterday", "yesterday | today"],
    ["1d - 7d", "now-7d | now-1d"],
    ["2026-11-01 - 2026-11-31", "day: 2026-11-31"],
  ]);
});

describe("open ends", () => {
  table([
    ["since 11/1", "2026-11-01 | null"],
    ["from yesterday", "yesterday | null"],
    ["11/1 -", "2026-11-01 | null"],
    ["until 11/15", "null | 2026-11-15"],
    ["11월 1일부터", "2026-11-01 | null"],
    ["11월 15일까지", "null | 2026-11-15"],
    ["11月1日から", "2026-11-01 | null"],
    ["11月15日まで", "null | 2026-11-15"],
  ]);
});

describe("times of day and instants", () => {
  table([
    ["11/1 09:00 - 12:00", "2026-11-01T00:00:00Z | 2026-11-01T03:00:00Z"],
    ["11/1 9am - 12pm", "2026-11-01T00:00:00Z | 2026-11-01T03:00:00Z"],
    ["11/1 09:00 - 11/2 12:30", "2026-11-01T00:00:00Z | 2026-11-02T03:30:00Z"],
    ["2026-11-01 09:00-12:00", "2026-11-01T00:00:00Z | 2026-11-01T03:00:00Z"],
    ["11/1 22:00 - 06:00", "2026-11-01T13:00:00Z | 2026-11-01T21:00:00Z"],
    ["11/1 00:00 - 24:00", "2026-10-31T15:00:00Z | 2026-11-01T15:00:00Z"],
    ["11/2 12:00 - 11/1 09:00", "2026-11-01T00:00:00Z | 2026-11-02T03:00:00Z"],
    ["yesterday 09:00 - 12:00", "2026-11-22T00:00:00Z | 2026-11-22T03:00:00Z"],
    ["09:00 - 10:00", "2026-11-23T00:00:00Z | 2026-11-23T01:00:00Z"],
    ["22:00 - 06:00", "2026-11-22T13:00:00Z | 2026-11-22T21:00:00Z"],
    ["11/1 09:00", "2026-11-01T00:00:00Z | null"],
    ["9:30 pm", "2026-11-22T12:30:00Z | null"],
    ["09:00", "2026-11-23T00:00:00Z | null"],
    ["2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z | null"],
    ["2026-11-22T09:00", "2026-11-22T00:00:00Z | null"],
    ["2026-11-22T09:00+01:00 - 2026-11-22 12:00:00.250Z", "2026-11-22T08:00:00Z | 2026-11-22T12:00:00.250Z"],
    ["2026-11-22T12:00:00Z - 2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z | 2026-11-22T12:00:00Z"],
    ["2026-11-22T09:00:00Z - 20:00", "2026-11-22T09:00:00Z | 2026-11-22T11:00:00Z"],
    ["11월 1일 오전 9시 ~ 오후 3시 30분", "2026-11-01T00:00:00Z | 2026-11-01T06:30:00Z"],
    ["어제 9시부터 12시까지", "2026-11-22T00:00:00Z | 2026-11-22T03:00:00Z"],
    ["昨日 午後3時から", "2026-11-22T06:00:00Z | null"],
    ["11月1日 9時30分〜12時", "2026-11-01T00:30:00Z | 2026-11-01T03:00:00Z"],
    ["25:00", "time: 25:00"],
    ["13pm", "time: 13pm"],
    ["2026-11-22T25:00:00Z", "time: 2026-11-22t25:00:00z"],
    ["now - 2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z | now"],
  ]);
});

describe("what is not understood", () => {
  table([
    ["", "nothing"],
    ["   ", "nothing"],
    ["tuesdayish", "unknown: tuesdayish"],
    ["next week", "unknown: next week"],
    ["yesterday kim", "unknown: kim"],
    ["11/1 - 11/15 or so", "unknown: or so"],
    ["5", "unknown: 5"],
    ["now", "empty: now"],
    ["09:00 - 09:00 - 10:00", "unknown: - 10:00"],
  ]);
});

describe("the chosen zone", () => {
  it.each<[string, string, string, string]>([
    // 20:30 on Sunday the 22nd in New York: the 23rd is last year's.
    ["11/23", "America/New_York", "2026-11-23T01:30:00Z", "2025-11-23 | 2025-11-23"],
    ["monday", "America/New_York", "2026-11-23T01:30:00Z", "2026-11-16 | 2026-11-16"],
    ["last 1 month", "America/New_York", "2026-11-23T01:30:00Z", "2026-10-22 | null"],
    // The night of 1 November has 01:30 twice there: all of both is meant.
    [
      "11/1 01:30 - 01:45",
      "America/New_York",
      "2026-11-23T01:30:00Z",
      "2026-11-01T05:30:00Z | 2026-11-01T06:45:00Z",
    ],
    [
      "11/1 00:00 - 24:00",
      "America/New_York",
      "2026-11-23T01:30:00Z",
      "2026-11-01T04:00:00Z | 2026-11-02T05:00:00Z",
    ],
    // The night of 29 March has no 02:30 in Berlin.
    [
      "3/29 02:30 - 04:00",
      "Europe/Berlin",
      "2026-11-23T01:30:00Z",
      "2026-03-29T01:30:00Z | 2026-03-29T02:00:00Z",
    ],
    // New Year's morning in Seoul, still December in UTC.
    ["1/1", seoul, "2026-12-31T16:00:00Z", "2027-01-01 | 2027-01-01"],
    ["1/1", "UTC", "2026-12-31T16:00:00Z", "2026-01-01 | 2026-01-01"],
    ["12/31", seoul, "2026-12-31T16:00:00Z", "2026-12-31 | 2026-12-31"],
    ["12/31 - 1/1", seoul, "2026-12-31T16:00:00Z", "2026-12-31 | 2027-01-01"],
    ["12/31 22:00 - 02:00", "UTC", "2027-01-01T12:00:00Z", "2026-12-31T22:00:00Z | 2027-01-01T02:00:00Z"],
    ["2/29", "UTC", "2028-02-29T12:00:00Z", "2028-02-29 | 2028-02-29"],
    ["2/28 - 2/29", "UTC", "2028-03-01T12:00:00Z", "2028-02-28 | 2028-02-29"],
  ])("%s in %s at %s", (text, zone, at, want) => {
    expect(read(text, zone, new Date(at))).toBe(want);
  });
});

const zones = fc.constantFrom("Asia/Seoul", "UTC", "America/New_York", "Pacific/Chatham", "Europe/Berlin");
const instants = fc.date({
  min: new Date("2024-01-01T00:00:00Z"),
  max: new Date("2029-12-31T00:00:00Z"),
  noInvalidDate: true,
});

describe("whatever is typed", () => {
  it("gives moments that the address can hold, the first before the last, or a sentence; it never fails", () => {
    const piece = fc.constantFrom(
      ..."2h 30m 7d yesterday today 11/1 2/29 12/31 31 2026-11-01 09:00 24:00 9am now , x".split(" "),
      ..."오전 9시 7일 부터 까지 지난 昨日 過去7日間 から まで".split(" "),
      ..."- ~ to since until monday last week month nov 2026-11-22t09:00z".split(" "),
    );
    const typing = fc.oneof(
      fc.array(piece, { maxLength: 5 }).map((words) => words.join(" ")),
      fc.string({ unit: "binary", maxLength: 30 }),
    );
    fc.assert(
      fc.property(typing, zones, instants, (text, zone, at) => {
        const typed = readTyped(text, zone, at);
        if (!typed || "problem" in typed) return;
        const { from, to } = typed.period;
        for (const moment of [from, to]) if (moment !== null) expect(readMoment(moment)).toBe(moment);
        if (from !== null && to !== null)
          expect(resolveMoment(from, "from", zone, at).getTime()).toBeLessThan(
            resolveMoment(to, "to", zone, at).getTime(),
          );
      }),
      { numRuns: 1000 },
    );
  });

  it("takes the latest month and day that is not in the future", () => {
    const days = fc.date({ min: new Date("2023-01-01"), max: new Date("2023-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, zones, instants, (day, zone, at) => {
        const [, month = 0, date = 0] = day.toISOString().slice(0, 10).split("-").map(Number);
        const typed = readTyped(`${month}/${date}`, zone, at);
        if (!typed || "problem" in typed || typed.period.from === null) throw new Error("not understood");
        const start = resolveMoment(typed.period.from, "from", zone, at).getTime();
        expect(start).toBeLessThanOrEqual(at.getTime());
        const nextYear = `${Number(typed.period.from.slice(0, 4)) + 1}${typed.period.from.slice(4)}`;
        expect(resolveMoment(nextYear, "from", zone, at).getTime()).toBeGreaterThan(at.getTime());
      }),
    );
  });

  it("reads back the days of any range, either way round", () => {
    fc.assert(
      fc.property(instants, instants, zones, (a, b, zone) => {
        const [first, last] = [a, b].map((at) => at.toISOString().slice(0, 10)).sort() as [string, string];
        expect(read(`${first} - ${last}`, zone)).toBe(`${first} | ${last}`);
        expect(read(`${last} ~ ${first}`, zone)).toBe(`${first} | ${last}`);
      }),
    );
  });
});
