import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { StoredEvent } from "../../api/client";
import type { AuditEvent, EventContext } from "../../api/schema";
import { useClient } from "../../app/client";
import { contextKey } from "./useNeighbours";

export type EventQuery = {
  /** The event; while it loads, as the list has it, else the one shown before. */
  shown: StoredEvent | undefined;
  /** What is shown is another event. */
  outdated: boolean;
  error: Error | null;
  retry: () => void;
};

/** The event of an id, in full. */
export function useEvent(id: string, listed: AuditEvent | undefined): EventQuery {
  const client = useClient();
  const queries = useQueryClient();
  const [last, setLast] = useState<StoredEvent>();
  const meanwhile = known(listed ?? neighbour(queries, id)) ?? last;
  const query = useQuery({
    queryKey: ["event", id],
    queryFn: ({ signal }) => client.event(id, signal),
    staleTime: Infinity, // an event never changes
    ...(meanwhile ? { placeholderData: meanwhile } : {}),
  });
  const shown = query.data ?? known(listed);
  if (shown && shown.event !== last?.event) setLast(shown);
  return {
    shown,
    outdated: shown !== undefined && shown.event.id !== id,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

function known(event: AuditEvent | undefined): StoredEvent | undefined {
  return event && { event, raw: event };
}

/** The event as the neighbour of another that was open. */
function neighbour(queries: QueryClient, id: string): AuditEvent | undefined {
  return queries
    .getQueriesData<{ pages: EventContext[] }>({ queryKey: [contextKey] })
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap(({ before, after }) => [...before, ...after])
    .find((event) => event.id === id);
}
