import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { AskedQuestion } from "../../api/parameters";
import type { AuditEvent, Screen } from "../../api/schema";
import { useClient } from "../../app/client";
import { defaults, questionOf, type SearchState } from "../../state/search-state";

const clock = () => new Date();

/** The question that a state stands for, in a zone. */
function ask(patch: Partial<SearchState>, zone: string): AskedQuestion {
  return { ...questionOf({ ...defaults, ...patch }), zone, now: clock };
}

/** The numbers of a search of its own, beside that of the screen; while others load, those before. */
export function useNumbers(patch: Partial<SearchState>, zone: string, enabled: boolean) {
  const client = useClient();
  return useQuery({
    queryKey: ["numbers", patch, zone],
    queryFn: ({ signal }): Promise<Screen> => client.numbers(ask(patch, zone), signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** The oldest event of a search; the newest comes with its numbers. */
export function useOldest(patch: Partial<SearchState>, zone: string, enabled: boolean) {
  const client = useClient();
  return useQuery({
    queryKey: ["oldest", patch, zone],
    queryFn: ({ signal }): Promise<AuditEvent | null> =>
      client.firstRow(ask({ ...patch, sort: "time" }, zone), signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function failuresOf({ facets }: Screen): number {
  return facets.status.find(({ value }) => value === "failure")?.count ?? 0;
}
