/** Who is logged in. The answer lives in the query cache; null means nobody is. */
import { queryOptions, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext } from "react";
import type { Client } from "../api/client";
import { isUnauthorized } from "../api/errors";
import type { Session } from "../api/schema";
import { useClient } from "../app/client";

const sessionKey = ["session"] as const;

function sessionQuery(client: Client) {
  return queryOptions({
    queryKey: sessionKey,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await client.session(signal);
      } catch (error) {
        if (isUnauthorized(error)) return null;
        throw error;
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

/** Sets who is logged in; all that another person loaded is forgotten. */
export function setSession(queries: QueryClient, session: Session | null): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
  queries.setQueryData(sessionKey, session);
}

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The session of the person before the screen; only for what is shown after the log-in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("bug: no session here");
  return session;
}
