/** The search behind the screen: its first page with all numbers, and further rows as the reader scrolls. */
import { hashKey, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { AskedQuestion } from "../api/parameters";
import type { AuditEvent, Rows, Screen } from "../api/schema";
import { useClient } from "../app/client";

export type ScreenQuery = {
  /** The first page; while another question loads, still the one before. Undefined before the first answer. */
  screen: Screen | undefined;
  events: AuditEvent[];
  /** The first answer to this question is under way. */
  loading: boolean;
  /** What is shown answers an earlier question. */
  outdated: boolean;
  /** It does, and the present question's answer is under way. */
  awaited: boolean;
  /** Why this question has no answer; while it is asked again, still. */
  error: Error | null;
  retry: () => void;
  /** The reader gave up waiting for the answer. */
  canceled: boolean;
  cancel: () => void;
  hasMore: boolean;
  loadMore: () => void;
  more: "idle" | "loading" | "failed";
};

/**
 * A larger generation asks the same question again. Old rows stay until new ones are there, whatever comes between.
 * Before it is settled what is asked first, nothing is.
 */
export function useScreen(question: AskedQuestion, generation: number, settled: boolean): ScreenQuery {
  const client = useClient();
  const queries = useQueryClient();
  const { now: _now, ...asked } = question;
  const queryKey = ["search", asked, generation];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }): Promise<Screen | Rows> =>
      pageParam === null ? client.screen(question, signal) : client.rows(question, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
    enabled: settled,
  });
  // A failed search has no placeholder: what was there last is kept here.
  const data = useLast(query.data);
  const outdated = query.isPlaceholderData || query.data === undefined;
  const failedMore = query.isFetchNextPageError;
  const error = useLastError(
    failedMore ? null : query.error,
    hashKey(queryKey),
    !outdated && query.isSuccess,
  );
  const first = data?.pages[0];
  const events = useMemo(() => data?.pages.flatMap((page) => page.events) ?? [], [data]);
  return {
    screen: first && "total" in first ? first : undefined,
    events,
    loading: !settled || (query.isFetching && !query.isFetchingNextPage),
    outdated: outdated && data !== undefined,
    awaited: outdated && data !== undefined && query.isFetching,
    error,
    retry: () => void query.refetch(),
    canceled: settled && outdated && query.fetchStatus === "idle" && !error,
    cancel: () => void queries.cancelQueries({ queryKey, exact: true }),
    hasMore: query.hasNextPage && !outdated,
    loadMore: () => {
      if (!query.isFetching && !outdated) void query.fetchNextPage();
    },
    more: query.isFetchingNextPage ? "loading" : failedMore ? "failed" : "idle",
  };
}

/** The value, or while there is none the last one that there was. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}

/** The error of a question until it is answered: a second attempt is no reason to forget why it is made. */
function useLastError(error: Error | null, of: string, answered: boolean): Error | null {
  const [last, setLast] = useState<{ error: Error; of: string } | null>(null);
  if (error && (last?.error !== error || last.of !== of)) setLast({ error, of });
  else if (!error && last && (answered || last.of !== of)) setLast(null);
  return error ?? (last?.of === of && !answered ? last.error : null);
}
