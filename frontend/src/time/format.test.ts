import { describe, expect, it } from "vitest";
import { daysLeft, timeFormat } from "./format";

const at = (text: string) => new Date(text);

describe("timeFormat", () => {
  it("turns the day at Seoul's midnight, not at UTC's", () => {
    const seoul = timeFormat("en-GB", "Asia/Seoul");
    expect(seoul.dayKey(at("2026-11-22T14:59:59.999Z"))).toBe("2026-11-22");
    expect(seoul.dayKey(at("2026-11-22T15:00:00.000Z"))).toBe("2026-11-23");
    expect(seoul.clock(at("2026-11-22T15:00:00.000Z"))).toBe("00:00:00");
    expect(seoul.longDay(at("2026-11-22T15:00:00.000Z"))).toMatch(/Monday/);
  });

  it("says each of New York's two one o'clocks with its own offset", () => {
    const newYork = timeFormat("en-GB", "America/New_York");
    expect(newYork.clock(at("2026-11-01T05:30:00Z"))).toBe("01:30:00");
    expect(newYork.clock(at("2026-11-01T06:30:00Z"))).toBe("01:30:00");
    expect(newYork.offset(at("2026-11-01T05:30:00Z"))).toBe("GMT-4");
    expect(newYork.offset(at("2026-11-01T06:30:00Z"))).toBe("GMT-5");
  });

  it("says a range once where both ends share a part", () => {
    const seoul = timeFormat("en-GB", "Asia/Seoul");
    expect(seoul.days("2026-11-01", "2026-11-15")).toBe("1 – 15 Nov 2026");
    expect(seoul.weekdays("2026-11-30", "2026-12-06")).toBe("Mon, 30 Nov – Sun, 6 Dec 2026");
    expect(seoul.span(at("2026-11-21T15:00:00Z"), at("2026-11-21T16:00:00Z"))).toBe(
      "22 Nov 2026, 00:00–01:00",
    );
    expect(timeFormat("ko-KR", "Asia/Seoul").days("2026-11-01", "2026-11-15")).toBe("2026년 11월 1일~15일");
    expect(timeFormat("ja-JP", "Asia/Seoul").days("2026-11-01", "2026-11-15")).toBe("2026/11/01～2026/11/15");
  });

  it.each([
    ["en-GB", "22 Nov 2026, 18:12:33.007 GMT+9"],
    ["ko-KR", "2026년 11월 22일 18:12:33.007 GMT+9"],
    ["ja-JP", "2026年11月22日 18:12:33.007 GMT+9"],
  ])("says all of a moment in %s", (locale, want) => {
    expect(timeFormat(locale, "Asia/Seoul").full(at("2026-11-22T09:12:33.007Z"))).toBe(want);
  });

  it("shows the millisecond and the leap day", () => {
    const utc = timeFormat("en-GB", "UTC");
    expect(utc.millis(at("2026-11-22T09:12:33.007Z"))).toBe(".007");
    expect(utc.day(at("2028-02-29T12:00:00Z"))).toBe("29 Feb");
  });
});

describe("daysLeft", () => {
  const now = at("2026-11-23T10:00:00Z");
  it.each([
    ["2026-11-23T09:00:00Z", 180],
    ["2026-11-22T23:59:59.999Z", 179],
    ["2026-05-27T00:00:00Z", 0],
    ["2025-01-01T00:00:00Z", 0],
  ])("%s", (time, want) => {
    expect(daysLeft(at(time), 180, now)).toBe(want);
  });
});
