import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isUnauthorized, OfflineError } from "../api/errors";
import { endSession } from "../session/session";

/** The cache of everything asked. An answer 401, to whatever question, ends the session. */
export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isUnauthorized(error)) endSession(queries, query.meta?.background === true);
      },
    }),
    defaultOptions: {
      queries: {
        // An answer that says no will say it again; a lost connection may be back.
        retry: (failures, error) => error instanceof OfflineError && failures < 2,
        retryDelay: (failures) => 400 * 2 ** failures,
        refetchOnWindowFocus: false,
        // Search anyway when the browser believes it is offline: the server may be this machine.
        networkMode: "always",
        staleTime: 30_000,
      },
    },
  });
  return queries;
}
