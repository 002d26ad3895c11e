import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useClient } from "../../app/client";
import { exclusionNames, filterNames } from "../../state/search-state";
import { useSettled } from "../../ui/useSettled";
import { useExplorer } from "../explorer";

export type Person = { /** What the filter takes. */ key: string; name: string; count: number };

const settleMS = 120;

/** Users or targets by any part of their name, counted within the period alone: the form's other rows are not asked yet. */
export function usePersonSuggestions(
  field: "user" | "target" | null,
  typed: string,
  enabled: boolean,
): Person[] {
  const client = useClient();
  const { question } = useExplorer();
  const within = { ...question, q: "" };
  for (const name of [...filterNames, ...exclusionNames]) within[name] = [];
  const prefix = useSettled(typed.trim(), settleMS);
  const { now: _now, ...asked } = within;
  const query = useQuery({
    queryKey: ["people", field, prefix, asked],
    queryFn: ({ signal }) => client.suggest(field ?? "user", prefix, 8, within, signal),
    enabled: enabled && field !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (field === null) return [];
  return (query.data?.values ?? []).map(({ value, name, count }) => ({
    key: value,
    name: name || value,
    count,
  }));
}
