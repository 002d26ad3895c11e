/** The events above and below an open one. Pure. */
import type { AuditEvent } from "../../api/schema";

export type Pair = { above: AuditEvent | undefined; below: AuditEvent | undefined };

/** Those of the list; null where the list does not have the event. What came live may stand in it a second time, as stored. */
export function pairIn(list: readonly AuditEvent[], id: string): Pair | null {
  const shown = [...new Map(list.map((event) => [event.id, event])).values()];
  const at = shown.findIndex((event) => event.id === id);
  return at < 0 ? null : { above: shown[at - 1], below: shown[at + 1] };
}
