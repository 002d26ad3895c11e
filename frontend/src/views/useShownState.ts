import { useRouterState } from "@tanstack/react-router";
import type { SearchState } from "../state/search-state";
import { readState } from "../state/url";

/** The state of the Contacts screen as the address has it, or null where another screen is shown. */
export function useShownState(): SearchState | null {
  const { pathname, search } = useRouterState({ select: ({ location }) => location });
  return pathname === "/" ? readState(search).state : null;
}
