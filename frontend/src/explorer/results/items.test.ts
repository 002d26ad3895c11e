import { describe, expect, it } from "vitest";
import { anEvent } from "../../testing/answers";
import { timeFormat } from "../../time/format";
import { emptyBuffer } from "../live/buffer";
import { itemsOf, moveBy, type Item } from "./items";

const { dayKey } = timeFormat("en-GB", "Asia/Seoul");
const at = (id: string, time: string) => anEvent({ id, time });
const kinds = (items: Item[]) => items.map((item) => (item.kind === "event" ? item.event.id : item.kind));

describe("itemsOf", () => {
  it("divides days at the zone's midnight", () => {
    const events = [
      at("c", "2026-11-22T15:00:00.000Z"),
      at("b", "2026-11-22T14:59:59.999Z"),
      at("a", "2026-11-22T01:00:00.000Z"),
    ];
    expect(kinds(itemsOf({ live: null, events, end: { all: 3 }, dayKey }))).toEqual([
      "day",
      "c",
      "day",
      "b",
      "a",
      "end",
    ]);
  });

  it("puts live rows on top, and shows no event twice", () => {
    const live = {
      ...emptyBuffer,
      rows: [
        { kind: "event" as const, event: at("d", "2026-11-22T15:01:00.000Z") },
        { kind: "gap" as const, missed: 2, after: 4, before: 7, state: "open" as const },
      ],
      dropped: 5,
    };
    const events = [at("d", "2026-11-22T15:01:00.000Z"), at("c", "2026-11-22T15:00:00.000Z")];
    expect(kinds(itemsOf({ live, events, end: { more: "idle" }, dayKey }))).toEqual([
      "day",
      "d",
      "gap",
      "dropped",
      "boundary",
      "day",
      "c",
      "more",
    ]);
  });

  it("keeps a held event out until it is shown", () => {
    const live = {
      ...emptyBuffer,
      held: [{ kind: "event" as const, event: at("d", "2026-11-22T15:01:00.000Z") }],
    };
    expect(
      kinds(itemsOf({ live, events: [at("d", "2026-11-22T15:01:00.000Z")], end: { all: 1 }, dayKey })),
    ).toEqual(["end"]);
  });

  it("is empty without events", () => {
    expect(itemsOf({ live: null, events: [], end: { all: 0 }, dayKey })).toEqual([]);
  });
});

it("moveBy steps from event to event, over dividers, and stays inside", () => {
  const events = [at("c", "2026-11-22T15:00:00.000Z"), at("b", "2026-11-22T14:00:00.000Z")];
  const items = itemsOf({ live: null, events, end: { all: 2 }, dayKey }); // day c day b end
  expect(moveBy(items, -1, 1)).toBe(1);
  expect(moveBy(items, 1, 1)).toBe(3);
  expect(moveBy(items, 3, 1)).toBe(3);
  expect(moveBy(items, 3, -1)).toBe(1);
  expect(moveBy([], -1, 1)).toBe(-1);
});
