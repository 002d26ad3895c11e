import { expect, it } from "vitest";
import { anEvent } from "../../testing/answers";
import { pairIn } from "./paging";

const list = ["a", "b", "c", "b", "d"].map((id) => anEvent({ id }));

it.each<[id: string, above: string | undefined, below: string | undefined]>([
  ["a", undefined, "b"],
  ["b", "a", "c"],
  ["c", "b", "d"], // b stands there again: a live row that the search had too
  ["d", "c", undefined],
])("%s", (id, above, below) => {
  const pair = pairIn(list, id);
  expect(pair?.above?.id).toBe(above);
  expect(pair?.below?.id).toBe(below);
});

it("knows no neighbours of an event that is not in the list", () => {
  expect(pairIn(list, "z")).toBeNull();
});
