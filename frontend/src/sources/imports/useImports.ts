import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { deleteColumnMap, getColumnMaps, getImport, getImports } from "../../api/imports";
import { useClient } from "../../app/client";

const importsKey = ["imports"];
const mapsKey = ["column-maps"];
const most = 50;
const busyMS = 3000;
const quietMS = 15_000;

/** The last imports, asked while somebody looks: often while one runs, else now and then. */
export function useImports() {
  const client = useClient();
  return useQuery({
    queryKey: importsKey,
    queryFn: ({ signal }) => getImports(client, most, signal),
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "running") ? busyMS : quietMS),
    refetchOnWindowFocus: true,
    staleTime: busyMS / 2,
    retry: false,
  });
}

/** One with its rejected rows. */
export function useImport(id: string) {
  const client = useClient();
  return useQuery({
    queryKey: [...importsKey, id],
    queryFn: ({ signal }) => getImport(client, id, signal),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? busyMS : false),
  });
}

/** What columns mean, as it was saved. */
export function useColumnMaps() {
  const client = useClient();
  return useQuery({ queryKey: mapsKey, queryFn: ({ signal }) => getColumnMaps(client, signal) });
}

/** Forgets one, by its name. */
export function useForgetMap() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => deleteColumnMap(client, name),
    onSettled: () => queries.invalidateQueries({ queryKey: mapsKey }),
  });
}
