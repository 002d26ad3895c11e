import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Histogram } from "../../api/schema";
import { bucketAt, bucketEnd, ceiling, moveSelection, sum, zoom } from "./buckets";

function histogram(interval: string, starts: string[]): Histogram {
  return { interval, buckets: starts.map((start, at) => ({ start, count: at + 1, failures: at % 2 })) };
}

const seoulDays = histogram("1d", [
  "2026-11-20T00:00:00+09:00",
  "2026-11-21T00:00:00+09:00",
  "2026-11-22T00:00:00+09:00",
]);
const open = { from: null, to: null };

describe("zoom", () => {
  it("goes from the first bucket's start to the last one's end, in UTC", () => {
    expect(zoom(seoulDays, { anchor: 1, focus: 0 }, "Asia/Seoul", open)).toEqual({
      from: "2026-11-19T15:00:00Z",
      to: "2026-11-21T15:00:00Z",
    });
  });

  it("ends the last bucket an interval later", () => {
    expect(zoom(seoulDays, { anchor: 2, focus: 2 }, "Asia/Seoul", open)).toEqual({
      from: "2026-11-21T15:00:00Z",
      to: "2026-11-22T15:00:00Z",
    });
  });

  it("ends a day at the zone's own midnight when its clocks go back, and forward", () => {
    const back = histogram("1d", ["2026-11-01T00:00:00-04:00"]);
    expect(bucketEnd(back, 0, "America/New_York").toISOString()).toBe("2026-11-02T05:00:00.000Z");
    const forward = histogram("1d", ["2026-03-29T00:00:00+01:00"]);
    expect(bucketEnd(forward, 0, "Europe/Berlin").toISOString()).toBe("2026-03-29T22:00:00.000Z");
  });

  it("ends an hour after an hour even while the clocks change", () => {
    const hour = histogram("1h", ["2026-11-01T01:00:00-04:00"]);
    expect(bucketEnd(hour, 0, "America/New_York").toISOString()).toBe("2026-11-01T06:00:00.000Z");
  });

  it("does not reach over the period that was searched", () => {
    const period = { from: new Date("2026-11-20T01:00:00Z"), to: new Date("2026-11-22T02:30:00Z") };
    expect(zoom(seoulDays, { anchor: 0, focus: 2 }, "Asia/Seoul", period)).toEqual({
      from: "2026-11-20T01:00:00Z",
      to: "2026-11-22T02:30:00Z",
    });
  });

  it("is nothing without buckets", () => {
    expect(zoom(histogram("1d", []), { anchor: 0, focus: 0 }, "UTC", open)).toBeNull();
  });
});

describe("moveSelection", () => {
  it.each([
    ["ArrowRight", false, { anchor: 5, focus: 5 }],
    ["ArrowRight", true, { anchor: 4, focus: 5 }],
    ["ArrowLeft", true, { anchor: 4, focus: 3 }],
    ["Home", false, { anchor: 0, focus: 0 }],
    ["End", true, { anchor: 4, focus: 9 }],
    ["PageUp", false, { anchor: 9, focus: 9 }],
    ["PageDown", false, { anchor: 0, focus: 0 }],
  ])("%s, extending: %s", (key, extend, want) => {
    expect(moveSelection({ anchor: 4, focus: 4 }, key, extend, 10)).toEqual(want);
  });

  it("leaves other keys alone", () => {
    expect(moveSelection({ anchor: 0, focus: 0 }, "j", false, 10)).toBeNull();
  });
});

it("bucketAt stays inside", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.integer({ min: 1, max: 400 }),
      (fraction, count) => {
        const at = bucketAt(fraction, count);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThan(count);
      },
    ),
  );
});

it("ceiling is a whole number that every bucket fits under, and not far above", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (count) => {
      const top = ceiling([{ start: "", count, failures: 0 }]);
      expect(Number.isInteger(top)).toBe(true);
      expect(top).toBeGreaterThanOrEqual(Math.max(1, count));
      expect(top).toBeLessThanOrEqual(Math.max(2, count * 2));
    }),
  );
});

it("sum adds up what is selected, either way round", () => {
  expect(sum(seoulDays.buckets, { anchor: 2, focus: 1 })).toEqual({ count: 5, failures: 1 });
});
