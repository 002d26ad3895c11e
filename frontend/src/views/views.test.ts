import { describe, expect, it } from "vitest";
import { defaults } from "../state/search-state";
import { aView } from "../testing/answers";
import { addressOf, byStar, isChanged, openView, withChange } from "./views";

const state = { ...defaults, q: "kim", from: "now-7d", tz: "Asia/Tokyo", status: ["failure"] };

describe("a view's address", () => {
  it("holds the whole state but the open event, its neighbours and the tail", () => {
    const passing = { event: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN", scope: "all", live: true, view: "x" } as const;
    expect(addressOf({ ...state, ...passing })).toBe("?q=kim&from=now-7d&tz=Asia%2FTokyo&status=failure");
  });

  it("opens as the state that was kept", () => {
    const view = aView({ address: addressOf(state) });
    expect(openView(view)).toEqual({ state: { ...state, view: view.id }, ignored: [] });
    expect(isChanged({ ...state, view: view.id, live: true }, view)).toBe(false);
    expect(isChanged({ ...state, q: "lee" }, view)).toBe(true);
  });

  it("opens with what is understood of it, and names the rest", () => {
    const view = aView({ address: "?q=kim&from=tuesday&colour=red&event=01KAJ3T5Q1W8Z0R7M2C9X4V6BN&live=1" });
    expect(openView(view)).toEqual({
      state: { ...defaults, q: "kim", view: view.id },
      ignored: [
        { parameter: "from", value: "tuesday" },
        { parameter: "colour", value: "red" },
      ],
    });
    expect(isChanged({ ...defaults, q: "kim" }, view)).toBe(false);
  });

  it("may be empty, or nonsense", () => {
    for (const address of ["", "?", "?%", "?=", `?${"&".repeat(8000)}`])
      expect(openView(aView({ address })).state).toMatchObject({ q: "", live: false });
  });
});

const three = [
  aView({ id: "a", default: true }),
  aView({ id: "b", starred: true }),
  aView({ id: "c", starred: true }),
];

it("puts starred views first, and leaves the order otherwise", () => {
  expect(byStar(three).map(({ id }) => id)).toEqual(["b", "c", "a"]);
});

it("has one default at most", () => {
  expect(withChange(three, "c", { default: true }).map((view) => view.default)).toEqual([false, false, true]);
  expect(withChange(three, "a", { default: false }).some((view) => view.default)).toBe(false);
  expect(withChange(three, "b", { name: "New" }).map((view) => view.default)).toEqual([true, false, false]);
});
