import { describe, expect, it } from "vitest";
import { fits, withFittingInterval } from "./interval";
import { defaults } from "./search-state";

const hour = 3_600_000;
const now = new Date("2026-11-23T01:30:00Z");

describe("fits", () => {
  it.each<[Parameters<typeof fits>[0], number, boolean]>([
    ["auto", 1e12, true],
    ["1m", 24 * hour, true],
    ["1m", 48 * hour, false],
    ["1h", 30 * 24 * hour, true],
    ["1h", 180 * 24 * hour, false],
    ["7d", 180 * 24 * hour, true],
  ])("%s in %d ms", (interval, period, want) => {
    expect(fits(interval, period)).toBe(want);
  });
});

describe("withFittingInterval", () => {
  const at = (from: string | null, to: string | null) =>
    withFittingInterval({ ...defaults, from, to, interval: "1m" }, "Asia/Seoul", now).interval;
  it("keeps what can be drawn and gives up what can't", () => {
    expect(at("today", "today")).toBe("1m");
    expect(at("now-24h", null)).toBe("1m");
    expect(at("now-30d", null)).toBe("auto");
    expect(at("2026-10-01", "2026-11-01")).toBe("auto");
    expect(at(null, null)).toBe("1m");
  });
});
