/** The saved views, and what can be done to them. Changes show at once and are taken back where the server says no. */
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { isUnauthorized } from "../api/errors";
import type { View, ViewChange } from "../api/schema";
import { useClient } from "../app/client";
import { setSession } from "../session/session";
import { withChange } from "./views";

const viewsKey = ["views"] as const;

export function useViews() {
  const client = useClient();
  return useQuery({ queryKey: viewsKey, queryFn: ({ signal }) => client.views(signal) });
}

// The server may be this machine, whatever the browser believes of its network.
const networkMode = "always";

type Changed = { id: string; change: ViewChange };

export function useChangeView() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: ({ id, change }: Changed) => client.changeView(id, change),
    onMutate: ({ id, change }) => atOnce(queries, (views) => withChange(views, id, change)),
    onError: (error, _, before) => takeBack(queries, error, before),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey }),
  });
}

export function useDeleteView() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: (id: string) => client.deleteView(id),
    onMutate: (id) => atOnce(queries, (views) => views.filter((view) => view.id !== id)),
    onError: (error, _, before) => takeBack(queries, error, before),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey }),
  });
}

/** A new view has no id before the server gives it one, so it shows when it is stored. */
export function useCreateView() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: client.createView,
    onSuccess: (view) =>
      queries.setQueryData<View[]>(viewsKey, (views = []) => [
        ...withChange(views, view.id, { default: view.default }),
        view,
      ]),
    onError: (error) => takeBack(queries, error, undefined),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey }),
  });
}

type Before = { views: View[] | undefined };

async function atOnce(queries: QueryClient, change: (views: View[]) => View[]): Promise<Before> {
  await queries.cancelQueries({ queryKey: viewsKey });
  const views = queries.getQueryData<View[]>(viewsKey);
  if (views) queries.setQueryData(viewsKey, change(views));
  return { views };
}

function takeBack(queries: QueryClient, error: Error, before: Before | undefined): void {
  if (before?.views) queries.setQueryData(viewsKey, before.views);
  if (isUnauthorized(error)) setSession(queries, null);
}
