import { describe, expect, it } from "vitest";
import { addToRate, noRate, rateAt, type Rate } from "./rate";

/** A steady stream for some seconds, ten times a second. */
function stream(perSecond: number, seconds: number, from: Rate = noRate, start = 1_000_000): Rate {
  let rate = from;
  for (let tick = 1; tick <= seconds * 10; tick++) rate = addToRate(rate, perSecond / 10, start + tick * 100);
  return rate;
}

describe("the rate", () => {
  it("comes to what streams in, without jumping there", () => {
    const soon = stream(18, 2);
    expect(rateAt(soon, soon.at)).toBeGreaterThan(5);
    expect(rateAt(soon, soon.at)).toBeLessThan(14);
    const settled = stream(18, 40);
    expect(rateAt(settled, settled.at)).toBeCloseTo(18, 0);
  });

  it("fades to nothing", () => {
    const rate = stream(200, 40);
    expect(rateAt(rate, rate.at + 4000)).toBeCloseTo(200 / Math.E, -1);
    expect(rateAt(rate, rate.at + 60_000)).toBe(0);
    expect(rateAt(noRate, 5)).toBe(0);
  });

  it("takes a clock that was set back", () => {
    const rate = addToRate({ perSecond: 10, at: 5000 }, 4, 1000);
    expect(rate).toEqual({ perSecond: 11, at: 5000 });
  });
});
