/** The lines of the results, as one list for the virtual table. Pure. */
import type { AuditEvent } from "../../api/schema";
import { eventsOf, type GapState, type LiveBuffer } from "../live/buffer";

export type Item =
  | { kind: "day"; key: string; at: Date }
  | { kind: "event"; key: string; event: AuditEvent; at: Date; live: boolean }
  | { kind: "gap"; key: string; missed: number; after: number; before: number; state: GapState }
  | { kind: "dropped"; key: string; count: number }
  | { kind: "boundary"; key: string }
  | { kind: "more"; key: string; state: "idle" | "loading" | "failed" }
  | { kind: "end"; key: string; count: number };

type Source = {
  live: Pick<LiveBuffer, "rows" | "held" | "dropped"> | null;
  events: readonly AuditEvent[];
  /** What stands at the end: more to come, or the number that there are in all. */
  end: { more: "idle" | "loading" | "failed" } | { all: number };
  dayKey: (at: Date) => string;
};

/** Live rows, then stored ones, a divider wherever the day of the zone changes. */
export function itemsOf({ live, events, end, dayKey }: Source): Item[] {
  const items: Item[] = [];
  let day = "";
  const push = (event: AuditEvent, isLive: boolean) => {
    const at = new Date(event.time);
    const its = dayKey(at);
    if (its !== day) {
      day = its;
      items.push({ kind: "day", key: `day ${its} ${items.length}`, at });
    }
    items.push({ kind: "event", key: event.id, event, at, live: isLive });
  };

  const alive = new Set(live ? eventsOf(live).map((event) => event.id) : []);
  for (const row of live?.rows ?? []) {
    if (row.kind === "event") push(row.event, true);
    else items.push({ ...row, key: `gap ${row.after}` });
  }
  if (live && live.dropped > 0) items.push({ kind: "dropped", key: "dropped", count: live.dropped });
  if (live && live.rows.length > 0) {
    items.push({ kind: "boundary", key: "boundary" });
    day = "";
  }
  // What arrived live may have been in the search too, where it ran a moment later.
  for (const event of events) if (!alive.has(event.id)) push(event, false);

  if ("more" in end) items.push({ kind: "more", key: "more", state: end.more });
  else if (events.length > 0) items.push({ kind: "end", key: "end", count: end.all });
  return items;
}

/** The index of the event before or after a line, by so many; the line itself where there is none. */
export function moveBy(items: readonly Item[], from: number, by: number): number {
  const events = items.flatMap((item, at) => (item.kind === "event" ? [at] : []));
  if (events.length === 0) return -1;
  if (from < 0) return events[by > 0 ? 0 : events.length - 1] ?? -1;
  const place = events.indexOf(from);
  return events[Math.min(events.length - 1, Math.max(0, place + by))] ?? from;
}
