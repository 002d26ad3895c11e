import { describe, expect, it } from "vitest";
import { ticks } from "./ticks";

function buckets(starts: string[]) {
  return starts.map((start) => ({ start, count: 0, failures: 0 }));
}

function every(hours: number, count: number, from = "2026-11-01T00:00:00Z") {
  return buckets(
    Array.from({ length: count }, (_, at) =>
      new Date(Date.parse(from) + at * hours * 3_600_000).toISOString().replace(".000Z", "+09:00"),
    ),
  );
}

describe("ticks", () => {
  it("stand at midnights where days are cut into hours", () => {
    expect(ticks(every(6, 60), 16)).toEqual(Array.from({ length: 15 }, (_, at) => at * 4));
    expect(ticks(every(6, 60), 10)).toEqual([0, 8, 16, 24, 32, 40, 48, 56]);
  });

  it("stand at the first round time where the period begins at none", () => {
    expect(ticks(every(1, 24, "2026-11-01T05:00:00Z"), 4)).toEqual([1, 7, 13, 19]);
  });

  it("stand on Mondays where there are many days", () => {
    const days = ticks(every(24, 180, "2026-05-28T00:00:00Z"), 10);
    expect(days.length).toBeGreaterThan(4);
    days.forEach((at) => {
      expect(new Date(Date.parse("2026-05-28T00:00:00Z") + at * 86_400_000).getUTCDay()).toBe(1);
    });
  });

  it("go by the zone's clock on the day that has 25 hours", () => {
    const starts = Array.from({ length: 25 }, (_, at) => {
      const utc = new Date(Date.parse("2026-11-01T04:00:00Z") + at * 3_600_000);
      const offset = at < 2 ? 4 : 5;
      const local = new Date(utc.getTime() - offset * 3_600_000);
      return local.toISOString().replace(".000Z", `-0${offset}:00`);
    });
    // 00, 01, 01, 02, 03 … : six o'clock is the seventh bucket there, not the sixth.
    expect(ticks(buckets(starts), 5)).toEqual([0, 7, 13, 19]);
  });

  it("are at least one, and none without buckets", () => {
    expect(ticks(every(1, 1, "2026-11-01T05:00:00Z"), 1)).toEqual([0]);
    expect(ticks([], 5)).toEqual([]);
  });
});
