import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Frame } from "../../api/schema";
import { createBatch } from "./batch";

const hello = (seq: number): Frame => ({ type: "hello", seq });

describe("createBatch", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("hands on together, in order, and seldom", () => {
    const taken: Frame[][] = [];
    const batch = createBatch((frames) => taken.push(frames));
    for (let ms = 0; ms < 1000; ms += 5) {
      batch.add(hello(ms));
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(1000);
    expect(taken.flat()).toEqual(Array.from({ length: 200 }, (_, at) => hello(at * 5)));
    expect(taken.length).toBeGreaterThan(4);
    expect(taken.length).toBeLessThanOrEqual(11);
    batch.close();
  });

  it("does so in a hidden page, where nothing is drawn", () => {
    vi.stubGlobal("requestAnimationFrame", () => 1);
    const taken: Frame[][] = [];
    const batch = createBatch((frames) => taken.push(frames));
    batch.add(hello(1));
    batch.add(hello(2));
    vi.advanceTimersByTime(600);
    expect(taken).toEqual([[hello(1), hello(2)]]);
    batch.close();
    vi.unstubAllGlobals();
  });

  it("forgets what waits when it is closed", () => {
    const take = vi.fn();
    const batch = createBatch(take);
    batch.add(hello(1));
    batch.close();
    vi.advanceTimersByTime(5000);
    expect(take).not.toHaveBeenCalled();
  });
});
