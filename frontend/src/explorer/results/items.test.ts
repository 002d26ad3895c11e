import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../../api/schema";
import { anEvent } from "../../testing/answers";
import { timeFormat } from "../../time/format";
import { emptyBuffer, type LiveBuffer } from "../live/buffer";
import { dayAt, itemsOf, moveBy, type Item } from "./items";

const { dayKey } = timeFormat("en-GB", "Asia/Seoul");
const dayOf = (event: AuditEvent) => dayKey(new Date(event.time));
const at = (id: string, time: string) => anEvent({ id, time });
const kinds = (items: Item[]) => items.map((item) => (item.kind === "event" ? item.event.id : item.kind));
const base = { live: null, dayOf, opened: new Set<string>() };

/** A burst of so many, a second apart, newest first. */
const burst = (count: number, from = "2026-11-22T10:00:00.000Z") =>
  Array.from({ length: count }, (_, n) => at(`b${n}`, new Date(Date.parse(from) - n * 1000).toISOString()));

describe("itemsOf", () => {
  it("divides days at the zone's midnight", () => {
    const events = [
      at("c", "2026-11-22T15:00:00.000Z"),
      at("b", "2026-11-22T14:59:59.999Z"),
      at("a", "2026-11-22T01:00:00.000Z"),
    ];
    expect(kinds(itemsOf({ ...base, events, end: { all: 3 } }))).toEqual([
      "day",
      "c",
      "day",
      "b",
      "a",
      "end",
    ]);
  });

  it("puts live rows on top, and shows no event twice", () => {
    const live: LiveBuffer = {
      ...emptyBuffer,
      rows: [
        { kind: "event", event: at("d", "2026-11-22T15:01:00.000Z") },
        { kind: "gap", missed: 2, why: null, after: 4, before: 7, state: "open" },
      ],
      dropped: 5,
    };
    const events = [at("d", "2026-11-22T15:01:00.000Z"), at("c", "2026-11-22T15:00:00.000Z")];
    expect(kinds(itemsOf({ ...base, live, events, end: { more: "idle" } }))).toEqual([
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
    const live: LiveBuffer = {
      ...emptyBuffer,
      held: [{ kind: "event", event: at("d", "2026-11-22T15:01:00.000Z") }],
    };
    const events = [at("d", "2026-11-22T15:01:00.000Z")];
    expect(kinds(itemsOf({ ...base, live, events, end: { all: 1 } }))).toEqual(["end"]);
  });

  it("shows nothing of before a clearing, and says so", () => {
    const live: LiveBuffer = { ...emptyBuffer, cleared: 7 };
    const events = [at("c", "2026-11-22T15:00:00.000Z")];
    expect(kinds(itemsOf({ ...base, live, events, end: { more: "idle" } }))).toEqual(["cleared"]);
  });

  it("folds bursts, opens one in place, and folds nothing where told so", () => {
    const source = { ...base, events: burst(6), end: { all: 6 } };
    const folded = itemsOf(source);
    expect(kinds(folded)).toEqual(["day", "burst", "end"]);
    const opened = itemsOf({ ...source, opened: new Set([folded[1]?.key ?? ""]) });
    expect(kinds(opened)).toEqual(["day", "burst", "b0", "b1", "b2", "b3", "b4", "b5", "end"]);
    expect(kinds(itemsOf({ ...source, opened: null }))).toEqual([
      "day",
      "b0",
      "b1",
      "b2",
      "b3",
      "b4",
      "b5",
      "end",
    ]);
  });

  it("keeps the key of a burst that grows: at its end as pages come, on top while live", () => {
    const keyOf = (items: Item[]) => items.find(({ kind }) => kind === "burst")?.key;
    const all = burst(20);
    const stored = (count: number) =>
      keyOf(itemsOf({ ...base, events: all.slice(0, count), end: { more: "idle" } }));
    expect(stored(8)).toBe(stored(20));
    const live = (from: number) => {
      const rows = all.slice(from).map((event) => ({ kind: "event" as const, event }));
      return keyOf(itemsOf({ ...base, live: { ...emptyBuffer, rows }, events: [], end: { all: 0 } }));
    };
    expect(live(12)).toBe(live(0));
  });

  it("tells how long the burst is that the loaded rows end with", () => {
    const more = (events: AuditEvent[], opened = new Set<string>()) =>
      itemsOf({ ...base, opened, events, end: { more: "idle" } }).at(-1);
    expect(more(burst(8))).toMatchObject({ kind: "more", inBurst: 8 });
    expect(more(burst(8), new Set(["burst b0"]))).toMatchObject({ inBurst: 8 });
    expect(more(burst(3))).toMatchObject({ inBurst: 0 });
  });

  it("folds no run over a gap", () => {
    const rows: LiveBuffer["rows"] = burst(8).map((event) => ({ kind: "event", event }));
    rows.splice(4, 0, { kind: "gap", missed: null, why: null, after: 1, before: 3, state: "open" });
    const items = itemsOf({ ...base, live: { ...emptyBuffer, rows }, events: [], end: { all: 0 } });
    expect(items.filter(({ kind }) => kind === "burst")).toEqual([]);
  });

  it("is empty without events", () => {
    expect(itemsOf({ ...base, events: [], end: { all: 0 } })).toEqual([]);
  });
});

const two = [at("c", "2026-11-22T15:00:00.000Z"), at("b", "2026-11-22T14:00:00.000Z")];
const twoDays = itemsOf({ ...base, events: two, end: { all: 2 } }); // day c day b end

it("moveBy steps from row to row, over dividers, and stays inside", () => {
  expect(moveBy(twoDays, -1, 1)).toBe(1);
  expect(moveBy(twoDays, 1, 1)).toBe(3);
  expect(moveBy(twoDays, 3, 1)).toBe(3);
  expect(moveBy(twoDays, 3, -1)).toBe(1);
  expect(moveBy([], -1, 1)).toBe(-1);
});

it("dayAt gives the day that a line is under", () => {
  expect(dayAt(twoDays, 1)?.place).toBe(0);
  expect(dayAt(twoDays, 3)?.place).toBe(2);
  expect(dayAt(twoDays, 99)?.place).toBe(2);
  expect(dayAt([], 0)).toBeNull();
});
