import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AskedQuestion } from "../../api/parameters";
import type { AuditEvent, EventContext } from "../../api/schema";
import { useClient } from "../../app/client";
import type { Scope, Sort } from "../../state/search-state";
import { eventsOfPages } from "./neighbours";

export const contextKey = "context";

const first = 10;
const more = 20;

type Page = { anchor: string; before: number; after: number };

export type Side = {
  exists: boolean;
  state: "idle" | "loading" | "failed";
  load: () => void;
};

export type Neighbours = {
  /** The event and its neighbours in the order of the list; undefined before the first answer. */
  events: AuditEvent[] | undefined;
  missingDays: string[];
  /** What is shown are the neighbours of another event, or of another kind. */
  outdated: boolean;
  error: Error | null;
  retry: () => void;
  newer: Side;
  older: Side;
};

/** The neighbours of an event in time; with a question only those that match it. Each further page begins at the last neighbour known. */
export function useNeighbours(
  id: string,
  scope: Scope,
  question: AskedQuestion | null,
  sort: Sort,
): Neighbours {
  const client = useClient();
  const asked = question && { ...question, now: null, from: null, to: null, sort: null, interval: null };
  const query = useInfiniteQuery({
    queryKey: [contextKey, id, scope, asked],
    queryFn: ({ pageParam: { anchor, before, after }, signal }): Promise<EventContext> =>
      client.context(anchor, scope, { before, after }, question, signal),
    initialPageParam: { anchor: id, before: first, after: first },
    getNextPageParam: ({ before, more_before }): Page | null => {
      const last = before.at(-1);
      return more_before && last ? { anchor: last.id, before: more, after: 0 } : null;
    },
    getPreviousPageParam: ({ after, more_after }): Page | null => {
      const last = after.at(-1);
      return more_after && last ? { anchor: last.id, before: 0, after: more } : null;
    },
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const events = useMemo(() => pages && eventsOfPages(pages, sort), [pages, sort]);
  const failed = query.isFetchPreviousPageError || query.isFetchNextPageError;
  return {
    events,
    missingDays: [...new Set(pages?.flatMap((page) => page.missing_days))].sort(),
    outdated: query.isPlaceholderData,
    error: failed ? null : query.error,
    retry: () => void query.refetch(),
    newer: {
      exists: query.hasPreviousPage,
      state: sideState(query.isFetchingPreviousPage, query.isFetchPreviousPageError),
      load: () => void query.fetchPreviousPage(),
    },
    older: {
      exists: query.hasNextPage,
      state: sideState(query.isFetchingNextPage, query.isFetchNextPageError),
      load: () => void query.fetchNextPage(),
    },
  };
}

function sideState(loading: boolean, failed: boolean): Side["state"] {
  return loading ? "loading" : failed ? "failed" : "idle";
}
