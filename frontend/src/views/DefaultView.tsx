import { useNavigate } from "@tanstack/react-router";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { useBoot } from "../app/boot";
import type { View } from "../api/schema";
import { defaults } from "../state/search-state";
import { writeState } from "../state/url";
import { useShownState } from "./useShownState";
import { useViews } from "./useViews";
import { openView } from "./views";

// A slow list of views must not hold the search back for longer.
const patienceMS = 1500;

const SettledContext = createContext(true);

/** Whether it is decided what is shown first; before that nothing is searched for. */
export function useSettled(): boolean {
  return useContext(SettledContext);
}

/**
 * Opens the reader's default view where the page was opened at its bare address: then only, and in place of it, so
 * that Back leads where one came from and Contacts in the navigation to a search without conditions.
 */
export function DefaultView({ children }: { children: ReactNode }) {
  const { ignored } = useBoot();
  const navigate = useNavigate();
  const shown = useShownState();
  const views = useViews();
  const bare = shown !== null && writeState(shown) === writeState(defaults);
  const [waiting, setWaiting] = useState(bare && ignored.length === 0);
  const [first, setFirst] = useState<View | null>(null);

  if (waiting && !views.isPending) {
    const own = bare ? views.data?.find((view) => view.default) : undefined;
    setWaiting(false);
    setFirst(own ?? null);
  }
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setWaiting(false), patienceMS);
    return () => clearTimeout(timer);
  }, [waiting]);
  useEffect(() => {
    if (!first) return;
    void navigate({ to: "/", search: openView(first).state, replace: true }).then(() => setFirst(null));
  }, [first, navigate]);

  return <SettledContext value={!waiting && !first}>{children}</SettledContext>;
}
