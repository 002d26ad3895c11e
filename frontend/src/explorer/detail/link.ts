/** The address of an event for somebody else: zone and columns go with it, the search that led to it does not. Pure. */
import type { AuditEvent } from "../../api/schema";
import { defaults, type SearchState } from "../../state/search-state";
import { writeState } from "../../state/url";

export function linkTo(event: AuditEvent, state: SearchState, zone: string): string {
  const { cols, density, times, scope } = state;
  return writeState({ ...defaults, tz: zone, cols, density, times, scope, event: event.id });
}
