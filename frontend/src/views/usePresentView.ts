import type { View } from "../api/schema";
import type { SearchState } from "../state/search-state";
import { isChanged } from "./views";
import { useViews } from "./useViews";

export type PresentView = { view: View; changed: boolean };

/** The view that a state began as; null while the views load, and where it is none of them. */
export function usePresentView(state: SearchState): PresentView | null {
  const views = useViews();
  const view = state.view === null ? undefined : views.data?.find(({ id }) => id === state.view);
  return view ? { view, changed: isChanged(state, view) } : null;
}
