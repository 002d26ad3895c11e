/** The neighbours of an event as lines, in the order of the list beside them. Pure. */
import type { AuditEvent, EventContext } from "../../api/schema";
import type { Sort } from "../../state/search-state";

export type NeighbourLine =
  { kind: "day"; key: string; at: Date } | { kind: "event"; key: string; event: AuditEvent; at: Date };

type Page = Pick<EventContext, "event" | "before" | "after">;

/**
 * All events of the pages, each once. Pages come newest first and touch each other: an older page begins where the
 * one before it ends, so that events of one millisecond are neither skipped nor doubled.
 */
export function eventsOfPages(pages: readonly Page[], sort: Sort): AuditEvent[] {
  const all = pages.flatMap(({ event, before, after }) => [...after.toReversed(), event, ...before]);
  const byID = new Map(all.map((event) => [event.id, event]));
  const events = [...byID.values()];
  return sort === "time" ? events.toReversed() : events;
}

/** The events with a line wherever the day changes, and at the top if it is not the day of the event in the middle. */
export function linesOf(
  events: readonly AuditEvent[],
  middle: AuditEvent,
  dayKey: (at: Date) => string,
): NeighbourLine[] {
  let day = dayKey(new Date(middle.time));
  return events.flatMap((event, place): NeighbourLine[] => {
    const at = new Date(event.time);
    const line = { kind: "event", key: event.id, event, at } as const;
    const its = dayKey(at);
    const changes = its !== day;
    day = its;
    return changes ? [{ kind: "day", key: `day ${its} ${place}`, at }, line] : [line];
  });
}
