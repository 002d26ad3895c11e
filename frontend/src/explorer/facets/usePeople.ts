/** The largest users or targets of the screen's question, or those that match what was typed. */
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import type { Suggestion } from "../../api/schema";
import { useClient } from "../../app/client";
import { useExplorer } from "../explorer";
import type { Counted } from "./facets";

export type PartyName = "user" | "target";

const shown = 10;

type People = { values: Counted[] | undefined; more: boolean; failed: boolean; outdated: boolean };

/** `marked` are values that are counted even where they are not among the largest. */
export function usePeople(name: PartyName, typed: string, ready: boolean, marked: string[]): People {
  const client = useClient();
  const { question } = useExplorer();
  // A keystroke draws at once; what it asks may come a moment later.
  const prefix = useDeferredValue(typed.trim());
  const { now: _now, ...asked } = question;
  const query = useQuery({
    queryKey: ["suggest", name, prefix, shown, asked],
    queryFn: ({ signal }) => client.suggest(name, prefix, shown, question, signal),
    enabled: ready,
    placeholderData: keepPreviousData,
  });
  const listed = query.data?.values.map(counted);
  const absent = listed ? marked.filter((value) => !listed.some((item) => item.value === value)) : [];
  const others = useQueries({
    queries: absent.map((value) => ({
      queryKey: ["suggest", name, value, 1, asked],
      queryFn: ({ signal }: { signal: AbortSignal }) => client.suggest(name, value, 1, question, signal),
      enabled: ready,
    })),
  });
  const found = others.flatMap(({ data }, at) => {
    const [first] = data?.values ?? [];
    return first && first.value === absent[at] ? [counted(first)] : [];
  });
  return {
    values: listed && [...listed, ...(prefix === "" ? found : [])],
    more: query.data?.more ?? false,
    failed: query.isError,
    outdated: query.isPlaceholderData,
  };
}

function counted({ value, name, count }: Suggestion): Counted {
  return { value, count, ...(name !== "" && name !== value ? { name } : {}) };
}
