import { describe, expect, it } from "vitest";
import { apiMoment, isByDay, isZone, readMoment, resolveMoment, type Side } from "./moment";

const now = new Date("2026-11-22T15:30:00Z"); // 00:30 on the 23rd in Seoul

describe("resolveMoment", () => {
  it.each<[string, Side, string, string]>([
    ["now", "to", "Asia/Seoul", "2026-11-22T15:30:00.000Z"],
    ["now-24h", "from", "Asia/Seoul", "2026-11-21T15:30:00.000Z"],
    ["now-7d", "from", "Asia/Seoul", "2026-11-15T15:30:00.000Z"],
    ["today", "from", "Asia/Seoul", "2026-11-22T15:00:00.000Z"],
    ["today", "to", "Asia/Seoul", "2026-11-23T15:00:00.000Z"],
    ["today", "from", "UTC", "2026-11-22T00:00:00.000Z"],
    ["yesterday", "from", "Asia/Seoul", "2026-11-21T15:00:00.000Z"],
    // The 23rd is a Monday: in Seoul the week has begun, in UTC it is still Sunday.
    ["this-week", "from", "Asia/Seoul", "2026-11-22T15:00:00.000Z"],
    ["this-week", "to", "Asia/Seoul", "2026-11-29T15:00:00.000Z"],
    ["this-week", "from", "UTC", "2026-11-16T00:00:00.000Z"],
    ["last-week", "from", "Asia/Seoul", "2026-11-15T15:00:00.000Z"],
    ["last-week", "to", "Asia/Seoul", "2026-11-22T15:00:00.000Z"],
    ["this-month", "from", "Asia/Seoul", "2026-10-31T15:00:00.000Z"],
    ["this-month", "to", "Asia/Seoul", "2026-11-30T15:00:00.000Z"],
    ["last-month", "from", "Asia/Seoul", "2026-09-30T15:00:00.000Z"],
    ["last-month", "to", "Asia/Seoul", "2026-10-31T15:00:00.000Z"],
    ["2026-11-01", "from", "Asia/Seoul", "2026-10-31T15:00:00.000Z"],
    ["2026-11-01", "to", "Asia/Seoul", "2026-11-01T15:00:00.000Z"],
    // The day on which New York's clocks go back has 25 hours.
    ["2026-11-01", "from", "America/New_York", "2026-11-01T04:00:00.000Z"],
    ["2026-11-01", "to", "America/New_York", "2026-11-02T05:00:00.000Z"],
    ["2024-02-29", "to", "UTC", "2024-03-01T00:00:00.000Z"],
    ["2026-11-22T09:00:00+09:00", "from", "UTC", "2026-11-22T00:00:00.000Z"],
  ])("%s as %s in %s", (moment, side, zone, want) => {
    expect(resolveMoment(moment, side, zone, now).toISOString()).toBe(want);
  });
});

describe("last month", () => {
  it.each([
    ["2026-03-31T12:00:00Z", "2026-02-01", "2026-02-28"],
    ["2028-03-31T12:00:00Z", "2028-02-01", "2028-02-29"],
    ["2027-01-15T12:00:00Z", "2026-12-01", "2026-12-31"],
  ])("at %s", (at, first, last) => {
    expect(apiMoment("last-month", "from", "UTC", new Date(at))).toBe(first);
    expect(apiMoment("last-month", "to", "UTC", new Date(at))).toBe(last);
  });
});

describe("readMoment", () => {
  it("knows the days, weeks and months that have a name, in any letter case", () => {
    expect(readMoment("Last-Month")).toBe("last-month");
    expect(readMoment("this-week")).toBe("this-week");
    expect(readMoment("next-week")).toBeNull();
  });
});

describe("isByDay", () => {
  it.each([
    ["today", true],
    ["last-week", true],
    ["2026-11-01", true],
    ["now-7d", false],
    ["2026-11-01T09:00:00Z", false],
  ])("%s", (moment, want) => {
    expect(isByDay(moment)).toBe(want);
  });
});

describe("apiMoment", () => {
  it("turns days that have a name into dates of the zone", () => {
    expect(apiMoment("today", "from", "Asia/Seoul", now)).toBe("2026-11-23");
    expect(apiMoment("yesterday", "to", "UTC", now)).toBe("2026-11-21");
    expect(apiMoment("last-month", "from", "UTC", now)).toBe("2026-10-01");
    expect(apiMoment("last-month", "to", "UTC", now)).toBe("2026-10-31");
    expect(apiMoment("now-7d", "from", "UTC", now)).toBe("now-7d");
  });
});

describe("isZone", () => {
  it.each([
    ["Asia/Seoul", true],
    ["UTC", true],
    ["Asia/Soul", false],
    ["+09:00", false],
    ["", false],
  ])("%s", (zone, want) => {
    expect(isZone(zone)).toBe(want);
  });
});
