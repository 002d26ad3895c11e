import { describe, expect, it } from "vitest";
import { apiMoment, isZone, resolveMoment, type Side } from "./moment";

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

describe("apiMoment", () => {
  it("turns days that have a name into dates of the zone", () => {
    expect(apiMoment("today", "Asia/Seoul", now)).toBe("2026-11-23");
    expect(apiMoment("yesterday", "UTC", now)).toBe("2026-11-21");
    expect(apiMoment("now-7d", "UTC", now)).toBe("now-7d");
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
