import { describe, expect, it } from "vitest";
import type { AuditEvent, Frame } from "../../api/schema";
import { anEvent } from "../../testing/answers";
import { emptyBuffer, maxLiveRows, reduceLive, type LiveAction, type LiveBuffer } from "./buffer";

const event = (seq: number): AuditEvent => anEvent({ id: `event-${seq}`, seq });
const events = (...seqs: number[]): Frame => ({
  type: "events",
  events: seqs.map(event),
  seq: seqs.at(-1) ?? 0,
});
const hello = (seq: number): Frame => ({ type: "hello", seq });
const gap = (missed: number, after: number, before: number): Frame => ({
  type: "gap",
  missed,
  after,
  before,
});

function after(...actions: (Frame | LiveAction)[]): LiveBuffer {
  return actions.reduce<LiveBuffer>(
    (buffer, action) =>
      reduceLive(buffer, isAction(action) ? action : { type: "frames", frames: [action], hold: false }),
    emptyBuffer,
  );
}

function isAction(action: Frame | LiveAction): action is LiveAction {
  return (
    ["frames", "show", "clear", "restore", "reset", "gapLoaded"].includes(action.type) || "state" in action
  );
}

const held = (frame: Frame): LiveAction => ({ type: "frames", frames: [frame], hold: true });

const shown = (buffer: LiveBuffer) =>
  buffer.rows.map((row) => (row.kind === "event" ? row.event.seq : `${row.missed} missed, ${row.state}`));

describe("the live buffer", () => {
  it("puts what arrives on top", () => {
    const buffer = after(hello(10), events(11, 12), events(13));
    expect(shown(buffer)).toEqual([13, 12, 11]);
    expect(buffer.lastSeq).toBe(13);
  });

  it("holds and counts while the reader is busy, and shows all at once", () => {
    const holding = after(hello(10), events(11), held(events(12, 13)), held(events(14)));
    expect(shown(holding)).toEqual([11]);
    expect(holding.heldEvents).toBe(3);
    const showing = reduceLive(holding, { type: "show" });
    expect(shown(showing)).toEqual([14, 13, 12, 11]);
    expect(showing.heldEvents).toBe(0);
  });

  it("keeps the order when something arrives between the release and the show", () => {
    const buffer = after(hello(10), held(events(11)), events(12), { type: "show" });
    expect(shown(buffer)).toEqual([12, 11]);
  });

  it("resumes after what it has, and takes nothing twice", () => {
    const buffer = after(hello(10), events(11, 12), hello(12), events(12, 13));
    expect(shown(buffer)).toEqual([13, 12, 11]);
    expect(buffer.lastSeq).toBe(13);
  });

  it("shows where a tail that could not resume may have a hole, and fills it", () => {
    const error = {
      type: "error",
      error: { code: "day_unavailable", message: "The day can't be read.", field: "" },
    } satisfies Frame;
    const buffer = after(hello(10), events(11, 12), error, hello(20), events(21));
    expect(shown(buffer)).toEqual([21, "null missed, open", 12, 11]);
    expect(buffer.rows[1]).toMatchObject({ after: 12, before: 21, why: error.error });
    expect(shown(reduceLive(buffer, { type: "gapLoaded", after: 12, events: [event(15)] }))).toEqual([
      21, 15, 12, 11,
    ]);
  });

  it("takes what came together as if it had come one by one", () => {
    const frames = [hello(10), events(11, 12), gap(3, 12, 16), events(16)];
    expect(reduceLive(emptyBuffer, { type: "frames", frames, hold: false })).toEqual(after(...frames));
  });

  it("empties the list, says how much it held, and goes on", () => {
    const cleared = after(hello(10), events(11, 12), held(events(13)), { type: "clear", listed: 102 });
    expect(shown(cleared)).toEqual([]);
    expect(cleared).toMatchObject({ cleared: 103, held: [], heldEvents: 0, lastSeq: 13, arrived: 3 });
    const on = reduceLive(cleared, { type: "frames", frames: [events(14)], hold: false });
    expect(shown(on)).toEqual([14]);
    expect(reduceLive(on, { type: "restore" }).cleared).toBeNull();
  });

  it("starts over with a store that counts from lower", () => {
    expect(shown(after(hello(500), hello(3), events(4)))).toEqual([4]);
  });

  it("shows a gap as a row, resumes behind it, and fills it in place", () => {
    const gapped = after(hello(10), events(11), gap(37, 11, 49), events(49));
    expect(shown(gapped)).toEqual([49, "37 missed, open", 11]);
    expect(gapped.lastSeq).toBe(49);
    const loading = reduceLive(gapped, { type: "gap", after: 11, state: "loading" });
    expect(shown(loading)).toEqual([49, "37 missed, loading", 11]);
    const filled = reduceLive(loading, { type: "gapLoaded", after: 11, events: [event(40), event(20)] });
    expect(shown(filled)).toEqual([49, 40, 20, 11]);
  });

  it("counts what of a gap does not fit as dropped", () => {
    const gapped = after(hello(10), gap(maxLiveRows + 300, 10, 9000));
    const loaded = Array.from({ length: maxLiveRows }, (_, at) => event(8999 - at));
    const filled = reduceLive(gapped, { type: "gapLoaded", after: 10, events: loaded });
    expect(filled.rows).toHaveLength(maxLiveRows);
    expect(filled.dropped).toBe(300);
  });

  it("counts a held gap by the events it stands for", () => {
    expect(after(hello(1), held(gap(37, 1, 49)), held(events(49))).heldEvents).toBe(38);
  });

  it("drops the oldest rows beyond its bound and says how many", () => {
    const many = Array.from({ length: maxLiveRows + 5 }, (_, at) => at + 11);
    const buffer = after(hello(10), events(...many));
    expect(buffer.rows).toHaveLength(maxLiveRows);
    expect(buffer.dropped).toBe(5);
    expect(shown(buffer)[0]).toBe(many.at(-1));
  });

  it("bounds what it holds, and still counts all of it", () => {
    const many = Array.from({ length: maxLiveRows + 5 }, (_, at) => at + 12);
    const holding = after(hello(10), events(11), held(events(...many)));
    expect(shown(holding)).toEqual([11]);
    expect(holding.held).toHaveLength(maxLiveRows);
    expect(holding.heldEvents).toBe(maxLiveRows + 5);
    const showing = reduceLive(holding, { type: "show" });
    expect(showing.rows).toHaveLength(maxLiveRows);
    expect(showing.dropped).toBe(6);
  });
});
