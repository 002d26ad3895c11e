import { describe, expect, it } from "vitest";
import { spanOf, type Span } from "./distance";

describe("spanOf", () => {
  it.each<[number, Span]>([
    [0, []],
    [250, [[250, "ms"]]],
    [-250, [[250, "ms"]]],
    [3_000, [[3, "s"]]],
    [3_999, [[3, "s"]]],
    [60_000, [[1, "min"]]],
    [
      125_000,
      [
        [2, "min"],
        [5, "s"],
      ],
    ],
    [3_600_000 + 59_000, [[1, "h"]]],
    [
      90_000_000,
      [
        [1, "d"],
        [1, "h"],
      ],
    ],
    [180 * 86_400_000, [[180, "d"]]],
  ])("%d ms", (ms, want) => {
    expect(spanOf(ms)).toEqual(want);
  });
});
