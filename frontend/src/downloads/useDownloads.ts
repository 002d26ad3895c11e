/** The requested downloads, and what can be done to them. */
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { Client } from "../api/client";
import { isUnauthorized } from "../api/errors";
import type { ExportRequest } from "../api/parameters";
import { isOpen, type Export } from "../api/schema";
import { useClient } from "../app/client";
import { endSession, useSession } from "../session/session";

const downloadsKey = ["downloads"] as const;

const soonMS = 1000;
const mostMS = 30_000;

const downloadsQuery = (client: Client) =>
  queryOptions({
    queryKey: downloadsKey,
    queryFn: ({ signal }) => client.exports(signal),
    staleTime: 5000,
    refetchOnWindowFocus: true,
    retry: false,
    meta: { background: true },
  });

/** Who may request downloads, and see how they stand. */
export function useMayDownload(): boolean {
  const { role } = useSession();
  return role === "admin" || role === "auditor";
}

/**
 * The downloads, asked for each second while one is open that is `awaited`, else every `elseMS`; never while nobody sees
 * the page. Without an answer, it is asked again after as long as there was none.
 */
export function useDownloads(awaited: (download: Export) => boolean = never, elseMS: number | false = false) {
  const client = useClient();
  return useQuery({
    ...downloadsQuery(client),
    enabled: useMayDownload(),
    refetchInterval: ({ state: { data = [], status, dataUpdatedAt } }) => {
      if (!data.some((download) => isOpen(download.state) && awaited(download))) return elseMS;
      if (status !== "error") return soonMS;
      return Math.min(mostMS, Math.max(soonMS, Date.now() - dataUpdatedAt));
    },
  });
}

const never = () => false;

// The server may be this machine, whatever the browser believes of its network.
const networkMode = "always";

export function useRequestDownload() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: (request: ExportRequest) => client.requestExport(request),
    onMutate: () => queries.cancelQueries({ queryKey: downloadsKey }),
    onSuccess: (download) => addDownload(queries, download),
    ...settling(queries),
  });
}

export function useCancelDownload() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: (id: string) => client.cancelExport(id),
    ...settling(queries),
  });
}

/** `onGoing` runs before the deleted one leaves the list. */
export function useDeleteDownload(onGoing: (id: string) => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: (id: string) => client.deleteExport(id),
    onMutate: () => queries.cancelQueries({ queryKey: downloadsKey }),
    onSuccess: (_, id) => {
      onGoing(id);
      change(queries, (downloads) => downloads.filter((other) => other.id !== id));
    },
    ...settling(queries),
  });
}

/** Shows a download that was just requested, and asks how it stands. */
export function addDownload(queries: QueryClient, download: Export): void {
  change(queries, (downloads) => [download, ...downloads.filter(({ id }) => id !== download.id)]);
  void queries.invalidateQueries({ queryKey: downloadsKey });
}

const change = (queries: QueryClient, how: (downloads: Export[]) => Export[]) =>
  queries.setQueryData<Export[]>(downloadsKey, (downloads) => downloads && how(downloads));

const settling = (queries: QueryClient) => ({
  onError: (error: Error) => {
    if (isUnauthorized(error)) endSession(queries, false);
  },
  onSettled: () => void queries.invalidateQueries({ queryKey: downloadsKey }),
});
