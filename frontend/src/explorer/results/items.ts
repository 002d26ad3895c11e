/** The lines of the results, as one list for the virtual table. Pure. */
import type { Refusal } from "../../api/errors";
import type { AuditEvent } from "../../api/schema";
import { eventsOf, type GapState, type LiveBuffer } from "../live/buffer";
import { foldRuns, type Burst, type Folded } from "./fold";

export type Item =
  | { kind: "day"; key: string; at: Date }
  /** `inBurst`: shown because its burst was opened. */
  | { kind: "event"; key: string; event: AuditEvent; live: boolean; inBurst: boolean }
  | { kind: "burst"; key: string; burst: Burst; live: boolean; opened: boolean }
  | {
      kind: "gap";
      key: string;
      missed: number | null;
      why: Refusal | null;
      after: number;
      before: number;
      state: GapState;
    }
  | { kind: "dropped"; key: string; count: number }
  | { kind: "boundary"; key: string }
  | { kind: "cleared"; key: string; count: number }
  | { kind: "more"; key: string; state: More; inBurst: number }
  | { kind: "end"; key: string; count: number };

export type More = "idle" | "loading" | "failed";

/** What can be in focus, opened and acted on. */
export type Row = Extract<Item, { kind: "event" | "burst" }>;
export const isRow = (item: Item | undefined): item is Row =>
  item?.kind === "event" || item?.kind === "burst";

/** The event that a row is, or that its burst begins with. */
export const eventOf = (row: Row): AuditEvent => (row.kind === "event" ? row.event : row.burst.events[0]);

type Source = {
  live: Pick<LiveBuffer, "rows" | "held" | "dropped" | "cleared"> | null;
  events: readonly AuditEvent[];
  /** What stands at the end: more to come, or the number that there are in all. */
  end: { more: More } | { all: number };
  dayOf: (event: AuditEvent) => string;
  /** The bursts that are open, by key; null folds nothing. */
  opened: ReadonlySet<string> | null;
};

/** Live rows, then stored ones; bursts as one, and a divider wherever the day of the zone changes. */
export function itemsOf({ live, events, end, dayOf, opened }: Source): Item[] {
  const items: Item[] = [];
  let day = "";
  const push = (folded: Folded, isLive: boolean) => {
    const first = folded.kind === "event" ? folded.event : folded.burst.events[0];
    const its = dayOf(first);
    if (its !== day) {
      day = its;
      items.push({ kind: "day", key: `day ${its} ${items.length}`, at: new Date(first.time) });
    }
    const add = (event: AuditEvent, inBurst: boolean) =>
      items.push({ kind: "event", key: event.id, event, live: isLive, inBurst });
    if (folded.kind === "event") {
      add(first, false);
      return;
    }
    const key = burstKey(folded.burst, isLive);
    const isOpen = opened?.has(key) ?? false;
    items.push({ kind: "burst", key, burst: folded.burst, live: isLive, opened: isOpen });
    if (isOpen) folded.burst.events.forEach((event) => add(event, true));
  };
  const pushAll = (run: readonly AuditEvent[], isLive: boolean, more: boolean) => {
    if (opened) foldRuns(run, { more, dayOf }).forEach((folded) => push(folded, isLive));
    else run.forEach((event) => push({ kind: "event", event }, isLive));
  };

  // A gap may hide events of a run, so none goes over it.
  let run: AuditEvent[] = [];
  for (const row of live?.rows ?? []) {
    if (row.kind === "event") {
      run.push(row.event);
      continue;
    }
    pushAll(run, true, false);
    run = [];
    items.push({ ...row, key: `gap ${row.after}` });
  }
  pushAll(run, true, false);

  if (live && live.dropped > 0) items.push({ kind: "dropped", key: "dropped", count: live.dropped });
  if (live?.cleared != null) {
    items.push({ kind: "cleared", key: "cleared", count: live.cleared });
    return items;
  }
  if (live && live.rows.length > 0) {
    items.push({ kind: "boundary", key: "boundary" });
    day = "";
  }
  // What arrived live may have been in the search too, where it ran a moment later.
  const alive = new Set(live ? eventsOf(live).map((event) => event.id) : []);
  const stored = alive.size === 0 ? events : events.filter((event) => !alive.has(event.id));
  pushAll(stored, false, "more" in end);

  if ("more" in end) items.push({ kind: "more", key: "more", state: end.more, inBurst: openEnded(items) });
  else if (events.length > 0) items.push({ kind: "end", key: "end", count: end.all });
  return items;
}

/** A burst keeps its key while it grows: a live one on top, a stored one at its end. */
function burstKey({ events }: Burst, live: boolean): string {
  const [first] = events;
  return `burst ${(live ? events.at(-1) : first)?.id ?? first.id}`;
}

/** How many events the burst has that all of the loaded rows end with; 0 without one. */
function openEnded(items: readonly Item[]): number {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item?.kind === "burst") return item.burst.open ? item.burst.events.length : 0;
    if (item?.kind !== "event" || !item.inBurst) return 0;
  }
  return 0;
}

/** The index of the row before or after a line, by so many; the line itself where there is none. */
export function moveBy(items: readonly Item[], from: number, by: number): number {
  const rows = items.flatMap((item, at) => (isRow(item) ? [at] : []));
  if (rows.length === 0) return -1;
  if (from < 0) return rows[by > 0 ? 0 : rows.length - 1] ?? -1;
  const place = rows.indexOf(from);
  return rows[Math.min(rows.length - 1, Math.max(0, place + by))] ?? from;
}

/** The day that the line at an index is of, with the place of its divider. */
export function dayAt(items: readonly Item[], index: number): { at: Date; place: number } | null {
  for (let place = Math.min(index, items.length - 1); place >= 0; place--) {
    const item = items[place];
    if (item?.kind === "day") return { at: item.at, place };
    if (item?.kind === "boundary") return null;
  }
  return null;
}
