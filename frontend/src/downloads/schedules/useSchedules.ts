/** The scheduled downloads, and what can be done to them. */
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { isUnauthorized } from "../../api/errors";
import type { Schedule, SchedulePlan } from "../../api/schema";
import { useClient } from "../../app/client";
import { endSession } from "../../session/session";
import { addDownload, useMayDownload } from "../useDownloads";

const schedulesKey = ["schedules"] as const;
const everyMS = 30_000;

export function useSchedules() {
  const client = useClient();
  return useQuery({
    queryKey: schedulesKey,
    queryFn: ({ signal }) => client.schedules(signal),
    enabled: useMayDownload(),
    refetchInterval: everyMS,
    refetchOnWindowFocus: true,
    retry: false,
    meta: { background: true },
  });
}

// The server may be this machine, whatever the browser believes of its network.
const networkMode = "always";

/** Stores a new schedule, or changes the one with that id. */
export function useStoreSchedule(id: string | undefined) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: (plan: SchedulePlan) =>
      id === undefined ? client.createSchedule(plan) : client.changeSchedule(id, plan),
    onSuccess: (schedule) =>
      change(queries, (all) =>
        all.some((other) => other.id === schedule.id)
          ? all.map((other) => (other.id === schedule.id ? schedule : other))
          : [schedule, ...all],
      ),
    ...settling(queries),
  });
}

export function usePauseSchedule(id: string) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: (paused: boolean) => client.changeSchedule(id, { paused }),
    onSuccess: (schedule) =>
      change(queries, (all) => all.map((other) => (other.id === id ? schedule : other))),
    ...settling(queries),
  });
}

/** `onGoing` runs before the deleted one leaves the list. */
export function useDeleteSchedule(id: string, onGoing: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: () => client.deleteSchedule(id),
    onSuccess: () => {
      onGoing();
      change(queries, (all) => all.filter((other) => other.id !== id));
    },
    ...settling(queries),
  });
}

export function useRunSchedule(id: string) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    networkMode,
    mutationFn: () => client.runSchedule(id),
    onSuccess: (download) => addDownload(queries, download),
    ...settling(queries),
  });
}

const change = (queries: QueryClient, how: (schedules: Schedule[]) => Schedule[]) =>
  queries.setQueryData<Schedule[]>(schedulesKey, (schedules) => schedules && how(schedules));

const settling = (queries: QueryClient) => ({
  onError: (error: Error) => {
    if (isUnauthorized(error)) endSession(queries, false);
  },
  onSettled: () => void queries.invalidateQueries({ queryKey: schedulesKey }),
});
