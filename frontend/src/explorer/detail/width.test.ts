import { expect, it } from "vitest";
import { mostPanel, panelWidth } from "./width";

it.each<[wanted: number | string | null, windowWidth: number, want: number]>([
  [null, 1440, 420],
  ["500", 1440, 500],
  ["wide", 1440, 420],
  ["-3", 1440, 420],
  [10, 1440, 320],
  [5000, 1440, 590],
  [5000, 1240, 744],
  [5000, 4000, 1000],
  [400, 480, 320],
  [333.4, 1440, 333],
])("%s in a window of %d is %d", (wanted, windowWidth, want) => {
  expect(panelWidth(wanted, windowWidth)).toBe(want);
});

it("never asks for more than it allows", () => {
  expect(mostPanel(100)).toBe(320);
});
