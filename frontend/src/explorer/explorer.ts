/** What every part of the Contacts screen shares: the state in the address, how to change it, and the zone of times. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { createContext, useCallback, useContext, useMemo } from "react";
import type { AskedQuestion } from "../api/parameters";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { withFittingInterval } from "../state/interval";
import { isByDay } from "../state/moment";
import { questionOf, type SearchState } from "../state/search-state";
import { timeFormat, type TimeFormat } from "../time/format";

export type Change = (patch: Partial<SearchState>, how?: { replace: boolean }) => void;

export type Explorer = {
  state: SearchState;
  /** Goes to the changed state: a new entry for Back, unless it replaces the present one. */
  change: Change;
  /** The zone in force: the address's, else the reader's own. */
  zone: string;
  times: TimeFormat;
  /** What the API is asked. The same object until the question or the zone changes. */
  question: AskedQuestion;
};

const ExplorerContext = createContext<Explorer | null>(null);
export const ExplorerProvider = ExplorerContext.Provider;

export function useExplorer(): Explorer {
  const explorer = useContext(ExplorerContext);
  if (!explorer) throw new Error("bug: outside the Contacts screen");
  return explorer;
}

const clock = () => new Date();

/** Reads the address and makes what ExplorerProvider provides. */
export function useExplorerState(): Explorer {
  const state: SearchState = useSearch({ from: "/" });
  const navigate = useNavigate();
  const { timeLocale } = useMessages();
  const own = useOwnZone();
  const zone = state.tz ?? own;

  const change = useCallback<Change>(
    (patch, how) => {
      void navigate({
        to: "/",
        search: (now) => {
          const next = withZone({ ...(now as SearchState), ...patch }, own);
          return "from" in patch || "to" in patch
            ? withFittingInterval(next, next.tz ?? own, new Date())
            : next;
        },
        replace: how?.replace ?? false,
      });
    },
    [navigate, own],
  );

  const written = JSON.stringify(questionOf(state));
  const question = useMemo<AskedQuestion>(
    () => ({ ...(JSON.parse(written) as ReturnType<typeof questionOf>), zone, now: clock }),
    [written, zone],
  );
  const times = timeFormat(timeLocale, zone);
  // The same object until something of it changes: live rows draw the screen many times a second.
  return useMemo(() => ({ state, change, zone, times, question }), [state, change, zone, times, question]);
}

/** The state, with the zone in it if its days would be others elsewhere: then the address means the same to everybody. */
function withZone(state: SearchState, zone: string): SearchState {
  const byDay = [state.from, state.to].some((moment) => moment !== null && isByDay(moment));
  return byDay ? { ...state, tz: state.tz ?? zone } : state;
}
