/** Who is logged in. The answer lives in the query cache; null means nobody is. */
import { queryOptions, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext } from "react";
import type { Client } from "../api/client";
import { isUnauthorized } from "../api/errors";
import type { Session } from "../api/schema";
import { useClient } from "../app/client";

const sessionKey = ["session"] as const;
const endKey = ["session", "end"] as const;

/** Whether the session was found to have ended while its screens are open: the log-in is asked for, or put off. */
export type SessionEnd = "no" | "asked" | "put off";

function sessionQuery(client: Client) {
  return queryOptions({
    queryKey: sessionKey,
    queryFn: async ({ signal, client: queries }): Promise<Session | null> => {
      try {
        return await client.session(signal);
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
        const open = queries.getQueryData<Session | null>(sessionKey) ?? null;
        if (open) endSession(queries, false);
        return open;
      }
    },
    staleTime: Infinity,
  });
}

export function useSessionQuery() {
  return useQuery(sessionQuery(useClient()));
}

/** Asks again who is logged in, as when a connection was refused without a reason. */
export function useRecheckSession(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: sessionKey }), [queries]);
}

/**
 * Sets who is logged in. All that another person loaded is forgotten; to the same one, back after the session had
 * ended, all stays, and what was refused is asked again.
 */
export function setSession(queries: QueryClient, session: Session | null): void {
  const before = queries.getQueryData<Session | null>(sessionKey);
  const other = (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== sessionKey[0];
  const same = session !== null && before?.name === session.name && before.role === session.role;
  if (!same) queries.removeQueries({ predicate: other });
  queries.setQueryData(sessionKey, session);
  queries.setQueryData<SessionEnd>(endKey, "no");
  if (same) void queries.invalidateQueries({ predicate: other });
}

/** Says that the session has ended. What is open stays open, under the log-in; in the background it asks for nothing. */
export function endSession(queries: QueryClient, background: boolean): void {
  if (!queries.getQueryData(sessionKey)) return;
  queries.setQueryData<SessionEnd>(endKey, (before = "no") =>
    before === "no" ? (background ? "put off" : "asked") : before,
  );
}

/** Whether the session has ended, and the way to ask for the log-in or to put it off. */
export function useSessionEnd(): [SessionEnd, (end: SessionEnd) => void] {
  const queries = useQueryClient();
  const { data } = useQuery<SessionEnd>({ queryKey: endKey, queryFn: () => "no", enabled: false });
  const set = useCallback((end: SessionEnd) => queries.setQueryData<SessionEnd>(endKey, end), [queries]);
  return [data ?? "no", set];
}

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The session of the person before the screen; only for what is shown after the log-in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("bug: no session here");
  return session;
}
