/** How many matches were stored since the search ran. The table stands still; a line offers them. */
import { useQuery } from "@tanstack/react-query";
import type { AskedQuestion } from "../../api/parameters";
import { useClient } from "../../app/client";

const everyMS = 10_000;

/** `seq` is what the search looked at; null asks nothing. Polls while the page is seen. */
export function useFresh(question: AskedQuestion, seq: number | null): number {
  const client = useClient();
  const { now: _now, ...asked } = question;
  const { data } = useQuery({
    queryKey: ["since", asked, seq],
    queryFn: ({ signal }) => client.since(question, seq ?? 0, signal),
    enabled: seq !== null,
    // Right after the search there is nothing new: the first look is due when the interval has gone by.
    initialData: 0,
    staleTime: everyMS,
    gcTime: 0,
    refetchInterval: everyMS,
    refetchOnWindowFocus: true,
    retry: false,
  });
  return seq === null ? 0 : data;
}
