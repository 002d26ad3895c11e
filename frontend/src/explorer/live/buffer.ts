/**
 * What a live tail has brought, as rows for the table, newest first. A pure reducer.
 * While the reader is busy with the rows, new ones are held apart and counted, so that nothing moves.
 */
import type { Refusal } from "../../api/errors";
import type { AuditEvent, Frame } from "../../api/schema";

/** The most rows kept, and the most held; older ones drop off. All of them are in the store. */
export const maxLiveRows = 2000;

export type GapState = "open" | "loading" | "failed";

export type LiveRow =
  | { kind: "event"; event: AuditEvent }
  /** Events that matched but did not come: how many, null where nobody knows, and the open range of their sequence numbers. */
  | {
      kind: "gap";
      missed: number | null;
      why: Refusal | null;
      after: number;
      before: number;
      state: GapState;
    };

export type LiveBuffer = {
  rows: LiveRow[];
  held: LiveRow[];
  /** Events that arrived while held, whether or not they still are in `held`. */
  heldEvents: number;
  /** Events that dropped off the end. */
  dropped: number;
  /** Events that the reader took off the list, those stored before included; null where none were. */
  cleared: number | null;
  /** Events that came since Live was switched on. */
  arrived: number;
  /** What the server said before it closed, for the gap that follows from it. */
  why: Refusal | null;
  /** Where a reconnect goes on; null before the first hello. */
  lastSeq: number | null;
};

export const emptyBuffer: LiveBuffer = {
  rows: [],
  held: [],
  heldEvents: 0,
  dropped: 0,
  cleared: null,
  arrived: 0,
  why: null,
  lastSeq: null,
};

export type LiveAction =
  /** What came since the last time, in its order. */
  | { type: "frames"; frames: readonly Frame[]; hold: boolean }
  | { type: "show" }
  /** The reader wants an empty list; `listed` events stand in it. The connection goes on. */
  | { type: "clear"; listed: number }
  /** What was cleared may show again. */
  | { type: "restore" }
  /** Another tail begins, or none. */
  | { type: "reset" }
  | { type: "gap"; after: number; state: GapState }
  /** Newest first, as search gives them; at most maxLiveRows. */
  | { type: "gapLoaded"; after: number; events: AuditEvent[] };

export function reduceLive(buffer: LiveBuffer, action: LiveAction): LiveBuffer {
  switch (action.type) {
    case "frames":
      return action.frames.reduce((after, frame) => take(after, frame, action.hold), buffer);
    case "show":
      return buffer.held.length === 0
        ? buffer
        : trim({ ...buffer, rows: [...buffer.held, ...buffer.rows], held: [], heldEvents: 0 });
    case "clear": {
      const cleared = (buffer.cleared ?? 0) + action.listed + buffer.heldEvents;
      return { ...emptyBuffer, cleared, arrived: buffer.arrived, lastSeq: buffer.lastSeq };
    }
    case "restore":
      return { ...buffer, cleared: null };
    case "reset":
      return emptyBuffer;
    case "gap":
      return mapRows(buffer, (row) => (isGap(row, action.after) ? [{ ...row, state: action.state }] : [row]));
    case "gapLoaded": {
      const known = new Set(eventsOf(buffer).map((event) => event.id));
      const missing = action.events.filter((event) => !known.has(event.id)).map(eventRow);
      const gap = [...buffer.rows, ...buffer.held].find((row) => isGap(row, action.after));
      // Where more is missing than fits, the rest counts as dropped; a shorter answer is what there is.
      const full = action.events.length >= maxLiveRows;
      const beyond =
        gap && isGap(gap, action.after) && full ? Math.max(0, (gap.missed ?? 0) - action.events.length) : 0;
      return trim({
        ...mapRows(buffer, (row) => (isGap(row, action.after) ? missing : [row])),
        dropped: buffer.dropped + beyond,
      });
    }
  }
}

/** All events of the buffer, held ones included. */
export function eventsOf(buffer: Pick<LiveBuffer, "rows" | "held">): AuditEvent[] {
  return [...buffer.held, ...buffer.rows].flatMap((row) => (row.kind === "event" ? [row.event] : []));
}

function take(buffer: LiveBuffer, frame: Frame, hold: boolean): LiveBuffer {
  switch (frame.type) {
    case "hello": {
      const { lastSeq } = buffer;
      // A tail that goes on begins where it stopped; a store that counts from lower is another store. One that begins
      // higher passed over what it could not read.
      const greeted = { ...buffer, why: null, lastSeq: frame.seq };
      if (lastSeq === null || frame.seq <= lastSeq) return greeted;
      const range = { after: lastSeq, before: frame.seq + 1 };
      return add(greeted, [{ kind: "gap", missed: null, why: buffer.why, ...range, state: "open" }], 0, hold);
    }
    case "events": {
      const { lastSeq } = buffer;
      const fresh = frame.events.filter((event) => lastSeq === null || event.seq > lastSeq);
      const arrived = buffer.arrived + fresh.length;
      return add(
        { ...advance(buffer, frame.seq), arrived },
        fresh.map(eventRow).reverse(),
        fresh.length,
        hold,
      );
    }
    case "gap": {
      const row: LiveRow = {
        kind: "gap",
        missed: frame.missed,
        why: null,
        after: frame.after,
        before: frame.before,
        state: "open",
      };
      const arrived = buffer.arrived + frame.missed;
      return add({ ...advance(buffer, frame.before - 1), arrived }, [row], frame.missed, hold);
    }
    case "error":
      return { ...buffer, why: frame.error };
  }
}

function add(buffer: LiveBuffer, newest: LiveRow[], events: number, hold: boolean): LiveBuffer {
  if (newest.length === 0) return buffer;
  // Once something is held, what comes after it waits behind it, or the order would break.
  if (hold || buffer.held.length > 0) {
    return trim({ ...buffer, held: [...newest, ...buffer.held], heldEvents: buffer.heldEvents + events });
  }
  return trim({ ...buffer, rows: [...newest, ...buffer.rows] });
}

function advance(buffer: LiveBuffer, seq: number): LiveBuffer {
  return { ...buffer, lastSeq: Math.max(buffer.lastSeq ?? 0, seq) };
}

function trim(buffer: LiveBuffer): LiveBuffer {
  const lost = [...buffer.held.slice(maxLiveRows), ...buffer.rows.slice(maxLiveRows)];
  if (lost.length === 0) return buffer;
  return {
    ...buffer,
    held: buffer.held.slice(0, maxLiveRows),
    rows: buffer.rows.slice(0, maxLiveRows),
    dropped:
      buffer.dropped + lost.reduce((sum, row) => sum + (row.kind === "gap" ? (row.missed ?? 0) : 1), 0),
  };
}

function mapRows(buffer: LiveBuffer, change: (row: LiveRow) => LiveRow[]): LiveBuffer {
  return { ...buffer, rows: buffer.rows.flatMap(change), held: buffer.held.flatMap(change) };
}

function isGap(row: LiveRow, after: number): row is Extract<LiveRow, { kind: "gap" }> {
  return row.kind === "gap" && row.after === after;
}

function eventRow(event: AuditEvent): LiveRow {
  return { kind: "event", event };
}
