/** Total, facets and histogram while the tail brings more: asked again now and then, calmly, the last ones shown meanwhile. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { AskedQuestion } from "../../api/parameters";
import type { Screen } from "../../api/schema";
import { useClient } from "../../app/client";

const leastPauseMS = 5000;

export type Numbers = Pick<Screen, "total" | "facets" | "histogram" | "missing_days" | "took_ms">;

/** `arrived` counts the events that came; undefined until the first answer. */
export function useLiveNumbers(
  question: AskedQuestion,
  enabled: boolean,
  arrived: number,
): Numbers | undefined {
  const client = useClient();
  const { now: _now, ...asked } = question;
  const { data, refetch } = useQuery({
    queryKey: ["live numbers", asked],
    queryFn: async ({ signal }): Promise<Numbers> => {
      const { total, facets, histogram, missing_days, took_ms } = await client.numbers(question, signal);
      return { total, facets, histogram, missing_days, took_ms };
    },
    enabled: false,
    gcTime: 0,
    retry: false,
  });
  const lastAsked = useRef(-Infinity);
  useEffect(() => {
    if (!enabled || arrived === 0) return undefined;
    const pause = Math.max(0, lastAsked.current + leastPauseMS - Date.now());
    const timer = setTimeout(() => {
      lastAsked.current = Date.now();
      void refetch({ cancelRefetch: false });
    }, pause);
    return () => clearTimeout(timer);
  }, [enabled, arrived, refetch]);
  return enabled && arrived > 0 ? data : undefined;
}
