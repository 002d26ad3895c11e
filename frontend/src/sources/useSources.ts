import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeSource, getSources, type Source, type SourceAction } from "../api/sources";
import { useClient } from "../app/client";

const key = ["sources"];
const busyMS = 3000;
const quietMS = 15_000;

/** How the sources stood, and how far this machine's clock is ahead of the server's, in ms. */
export type Standing = { sources: Source[]; aheadMS: number };

/** How the sources stand, asked while somebody looks: often while something runs, else now and then. */
export function useSources() {
  const client = useClient();
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Standing> => {
      const { now, sources } = await getSources(client, signal);
      return { sources, aheadMS: Date.now() - Date.parse(now) };
    },
    refetchInterval: ({ state }) => (state.data?.sources.some(isBusy) ? busyMS : quietMS),
    refetchOnWindowFocus: true,
    staleTime: busyMS / 2,
    retry: false,
  });
}

/** It runs, or begins in a moment. */
function isBusy({ state, next_run }: Source): boolean {
  return (
    state === "running" || (state === "waiting" && next_run !== null && Date.parse(next_run) <= Date.now())
  );
}

/** Runs, pauses or resumes a source. What it answers is shown at once. */
export function useChangeSource(id: string) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: SourceAction) => changeSource(client, id, action),
    onSuccess: (changed) => {
      queries.setQueryData<Standing>(
        key,
        (before) =>
          before && {
            ...before,
            sources: before.sources.map((source) => (source.id === id ? changed : source)),
          },
      );
      // What it set going shows in a moment, and so does who else changed something.
      void queries.invalidateQueries({ queryKey: key });
    },
  });
}
