/** The search behind the screen: its first page with all numbers, and further rows as the reader scrolls. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
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
  error: Error | null;
  retry: () => void;
  hasMore: boolean;
  loadMore: () => void;
  more: "idle" | "loading" | "failed";
};

/**
 * A larger generation asks the same question again and keeps the old rows until the answer is there. Before it is
 * settled what is asked first, nothing is.
 */
export function useScreen(question: AskedQuestion, generation: number, settled: boolean): ScreenQuery {
  const client = useClient();
  const { now: _now, ...asked } = question;
  const query = useInfiniteQuery({
    queryKey: ["search", asked, generation],
    queryFn: ({ pageParam, signal }): Promise<Screen | Rows> =>
      pageParam === null ? client.screen(question, signal) : client.rows(question, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
    enabled: settled,
  });
  const { data } = query;
  const first = data?.pages[0];
  const events = useMemo(() => data?.pages.flatMap((page) => page.events) ?? [], [data]);
  const failedMore = query.isFetchNextPageError;
  return {
    screen: first && "total" in first ? first : undefined,
    events,
    loading: !settled || (query.isFetching && !query.isFetchingNextPage),
    outdated: query.isPlaceholderData,
    error: failedMore ? null : query.error,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetching && !query.isPlaceholderData) void query.fetchNextPage();
    },
    more: query.isFetchingNextPage ? "loading" : failedMore ? "failed" : "idle",
  };
}
