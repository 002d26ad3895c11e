import { useQuery } from "@tanstack/react-query";
import type { Freshness } from "../../api/schema";
import { useClient } from "../../app/client";

const everyMS = 15_000;

/** How new the log is, asked while somebody looks; also how the page learns that the server is away, or back. */
export function useFreshness() {
  const client = useClient();
  return useQuery({
    queryKey: ["freshness"],
    queryFn: async ({ signal }): Promise<Pulse> => pulseOf(await client.freshness(signal), Date.now()),
    refetchInterval: everyMS,
    refetchOnWindowFocus: true,
    staleTime: everyMS / 2,
    retry: false,
    meta: { background: true },
  });
}

/** The answer with times by this machine's clock, which need not be the server's. */
export type Pulse = {
  latest: Date | null;
  sources: Source[];
  /** When this was so, in ms. */
  at: number;
};
export type Source = { name: string; latest: Date; perHour: number; quiet: boolean };

export function pulseOf(answer: Freshness, receivedMS: number): Pulse {
  const ahead = receivedMS - Date.parse(answer.now);
  const here = (time: string) => new Date(Date.parse(time) + ahead);
  return {
    at: receivedMS,
    latest: answer.latest === null ? null : here(answer.latest),
    sources: answer.service_types.map(({ value, latest, per_hour, quiet }) => ({
      name: value,
      latest: here(latest),
      perHour: per_hour,
      quiet,
    })),
  };
}
