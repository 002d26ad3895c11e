/** A saved view is an address of the page under a name. Pure. */
import type { View, ViewChange } from "../api/schema";
import { defaults, type SearchState } from "../state/search-state";
import { readState, splitQuery, writeState, type Ignored } from "../state/url";

/** What of the state passes: an open event with its neighbours, a running tail, the view itself. */
const passing = {
  event: defaults.event,
  scope: defaults.scope,
  live: defaults.live,
  view: defaults.view,
} satisfies Partial<SearchState>;

/** The address under which a state is kept. */
export function addressOf(state: SearchState): string {
  return writeState({ ...state, ...passing });
}

/** The state that a view opens, and what of its address was not understood. */
export function openView(view: View): { state: SearchState; ignored: Ignored[] } {
  const { state, ignored } = readState(splitQuery(view.address));
  return { state: { ...state, ...passing, view: view.id }, ignored };
}

/** Whether the state is no longer what the view has. */
export function isChanged(state: SearchState, view: View): boolean {
  return addressOf(state) !== addressOf(openView(view).state);
}

/** Starred views first, then by name, as the server sends them. */
export function byStar(views: readonly View[]): View[] {
  return [...views].sort((a, b) => Number(b.starred) - Number(a.starred));
}

/** The views as they will be once a change is stored; one view at most is the default. */
export function withChange(views: readonly View[], id: string, change: ViewChange): View[] {
  return views.map((view) => {
    if (view.id === id) return { ...view, ...change };
    return change.default ? { ...view, default: false } : view;
  });
}
