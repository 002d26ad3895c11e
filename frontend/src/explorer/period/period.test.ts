import { parseZonedDateTime } from "@internationalized/date";
import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { timeFormat } from "../../time/format";
import { periodName } from "./period";
import { periodOf, rangeOf } from "./range";

const seoul = timeFormat("en-GB", "Asia/Seoul");
const now = new Date("2026-11-22T15:30:00Z"); // 00:30 on the 23rd in Seoul

describe("periodName", () => {
  it.each<[string | null, string | null, string]>([
    [null, null, "Everything (180 days)"],
    ["now-7d", null, "Last 7 days"],
    ["now-7d", "now", "Last 7 days"],
    ["now-3h", "now", "Last 3 hours"],
    ["today", "today", "Today"],
    ["yesterday", "yesterday", "Yesterday"],
    ["2026-11-01", "2026-11-05", "1 – 5 Nov 2026"],
    ["2026-11-01", "2026-11-01", "1 Nov 2026"],
    ["2025-12-20", "2026-01-05", "20 Dec 2025 – 5 Jan 2026"],
    ["last-month", "last-month", "Last month"],
    ["last-week", "last-week", "Last week"],
    ["last-week", "this-week", "Last week – This week"],
    ["2026-11-21T15:00:00Z", "2026-11-21T16:00:00Z", "22 Nov 2026, 00:00–01:00"],
    ["2026-11-19T15:00:00Z", "2026-11-21T15:00:00Z", "20 – 21 Nov 2026"],
    ["2026-11-21T15:00:30Z", "2026-11-21T16:00:00Z", "22 Nov 2026, 00:00:30 – 01:00:00"],
    ["2026-11-21T15:00:00Z", null, "Since 22 Nov 2026, 00:00"],
    [null, "yesterday", "Until Yesterday"],
  ])("%s to %s", (from, to, want) => {
    expect(periodName({ from, to }, 180, en, seoul)).toBe(want);
  });
});

describe("the range picker's minutes", () => {
  it("show a day from its first to its last minute, in the zone", () => {
    const { start, end } = rangeOf({ from: "2026-11-01", to: "2026-11-01" }, "Asia/Seoul", now, 180);
    expect(start.toString()).toBe("2026-11-01T00:00:00+09:00[Asia/Seoul]");
    expect(end.toString()).toBe("2026-11-01T23:59:00+09:00[Asia/Seoul]");
  });

  it("begin with what is kept where the period is open", () => {
    const { start, end } = rangeOf({ from: null, to: null }, "Asia/Seoul", now, 180);
    expect(start.toString()).toBe("2026-05-27T00:00:00+09:00[Asia/Seoul]");
    expect(end.toString()).toBe("2026-11-23T23:59:00+09:00[Asia/Seoul]");
  });

  it.each([
    ["2026-11-01", "2026-11-05"],
    ["2026-11-21T15:01:00Z", "2026-11-21T16:00:00Z"],
  ])("give back %s to %s", (from, to) => {
    expect(periodOf(rangeOf({ from, to }, "Asia/Seoul", now, 180))).toEqual({ from, to });
  });

  it("keep the 25 hours of the day on which New York's clocks go back", () => {
    const { start, end } = rangeOf({ from: "2026-11-01", to: "2026-11-01" }, "America/New_York", now, 180);
    expect(end.toDate().getTime() - start.toDate().getTime()).toBe((25 * 60 - 1) * 60_000);
  });

  it("are none when they run backwards", () => {
    const at = parseZonedDateTime("2026-11-01T10:00[Asia/Seoul]");
    expect(periodOf({ start: at, end: at.subtract({ minutes: 1 }) })).toBeNull();
  });
});
