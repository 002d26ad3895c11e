/**
 * Bursts: runs of neighbours by one person with one task, status and service type, close together in time, become one
 * line. Pure; what is folded is still there, in order, and counted one by one.
 */
import type { AuditEvent } from "../../api/schema";

/** A shorter run stays as it is: it is read as fast. */
export const leastRun = 5;

/** Neighbours further apart are two acts. */
export const widestPauseMS = 10 * 60_000;

export type Burst = {
  /** As listed; at least leastRun. */
  events: readonly [AuditEvent, ...AuditEvent[]];
  /** It ends where the loaded rows end, so that there may be more of it. */
  open: boolean;
};

export type Folded = { kind: "event"; event: AuditEvent } | { kind: "burst"; burst: Burst };

type Options = {
  /** More rows follow that are not loaded. */
  more: boolean;
  /** The day of the zone that an event is of: no run goes over midnight. */
  dayOf: (event: AuditEvent) => string;
};

/** Rows in their order, in either order of time, with bursts as one. */
export function foldRuns(events: readonly AuditEvent[], { more, dayOf }: Options): Folded[] {
  const folded: Folded[] = [];
  let from = 0;
  const finish = (to: number) => {
    const [first, ...rest] = events.slice(from, to);
    if (!first) return;
    if (to - from >= leastRun) {
      const open = more && to === events.length;
      folded.push({ kind: "burst", burst: { events: [first, ...rest], open } });
    } else {
      for (const event of [first, ...rest]) folded.push({ kind: "event", event });
    }
    from = to;
  };
  events.forEach((event, at) => {
    const before = events[at - 1];
    if (before && !(sameAct(before, event) && areClose(before, event) && dayOf(before) === dayOf(event)))
      finish(at);
  });
  finish(events.length);
  return folded;
}

/** Who did it: the address, or the name where there is none. */
export function personOf({ name, email }: { name: string; email: string }): string {
  return (email === "" ? name : email).toLowerCase();
}

function sameAct(a: AuditEvent, b: AuditEvent): boolean {
  return (
    a.task === b.task &&
    a.status === b.status &&
    a.service_type === b.service_type &&
    personOf(a.user) === personOf(b.user)
  );
}

function areClose(a: AuditEvent, b: AuditEvent): boolean {
  return Math.abs(Date.parse(a.time) - Date.parse(b.time)) <= widestPauseMS;
}

/** From the first to the last of a burst. */
export function lengthMS({ events }: Burst): number {
  const last = events.at(-1) ?? events[0];
  return Math.abs(Date.parse(events[0].time) - Date.parse(last.time));
}

/** True where each event has a target of its own: only then are 214 events 214 members. */
export function eachItsOwn({ events }: Burst): boolean {
  const targets = new Set(events.map(({ target }) => personOf(target)));
  return targets.size === events.length && !targets.has("");
}
