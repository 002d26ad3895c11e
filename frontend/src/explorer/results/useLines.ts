/** The lines of the list and which of them are drawn. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useState, type RefObject } from "react";
import type { AuditEvent } from "../../api/schema";
import type { TimeFormat } from "../../time/format";
import { useExplorer } from "../explorer";
import type { Live } from "../live/useLive";
import type { ScreenQuery } from "../useScreen";
import { dayAt, itemsOf, type Item } from "./items";
import { longBurst } from "./Line";

type Sizes = { event: number; burst: number; day: number; other: number };

const sizes: Record<"row" | "card", Record<"normal" | "compact", Sizes>> = {
  row: {
    normal: { event: 34, burst: 34, day: 30, other: 34 },
    compact: { event: 28, burst: 28, day: 26, other: 30 },
  },
  card: {
    normal: { event: 84, burst: 84, day: 32, other: 48 },
    compact: { event: 62, burst: 84, day: 32, other: 48 },
  },
};

export const headHeight = 32;

type Options = {
  query: ScreenQuery;
  live: Live;
  layout: "row" | "card";
  scroller: RefObject<HTMLDivElement | null>;
};

export function useLines({ query, live, layout, scroller }: Options) {
  const { state, times } = useExplorer();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { events, hasMore, more, loadMore } = query;
  const total = query.screen?.total.value ?? 0;
  // Rows of a tail that was switched off stay until the search that has them, too, is there.
  const shownLive = state.live || live.buffer.rows.length > 0 ? live.buffer : null;
  const bursts = state.fold ? opened : null;
  const items = useMemo(
    () =>
      itemsOf({
        live: shownLive,
        events,
        end: hasMore ? { more } : { all: total },
        dayOf: (event) => dayOf(event, times),
        opened: bursts,
      }),
    [shownLive, events, hasMore, more, total, times, bursts],
  );

  const size = sizes[layout][state.density];
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => sizeOf(items[at], size),
    getItemKey: (at) => items[at]?.key ?? at,
    overscan: 12,
    // The head and the day lie over the rows.
    scrollPaddingStart: size.day,
    scrollPaddingEnd: layout === "row" ? headHeight : 0,
  });
  // Sizes are remembered by key; layout and density change all of them.
  useEffect(() => virtual.measure(), [virtual, size]);

  const rows = virtual.getVirtualItems();
  const last = items.at(-1);
  const long = last?.kind === "more" && last.inBurst >= longBurst;
  const near = (rows.at(-1)?.index ?? 0) >= items.length - 20;
  useEffect(() => {
    if (hasMore && more === "idle" && near && !long && last?.kind === "more") loadMore();
  }, [hasMore, more, near, long, last?.kind, loadMore]);

  const offset = virtual.scrollOffset ?? 0;
  const topmost = rows.find((row) => row.end > offset);
  const day = topmost ? dayAt(items, topmost.index) : null;
  const dayTop = day ? (virtual.measurementsCache[day.place]?.start ?? 0) : 0;
  return {
    items,
    rows,
    height: virtual.getTotalSize(),
    dayHeight: size.day,
    /** The day whose divider has gone out of sight. */
    day: day && dayTop < offset ? day.at : null,
    scrollTo: (index: number) => virtual.scrollToIndex(index),
    toggle: (key: string) =>
      setOpened((now) => {
        const next = new Set(now);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
  };
}

function sizeOf(item: Item | undefined, size: Sizes): number {
  if (item?.kind === "event" || item?.kind === "burst" || item?.kind === "day") return size[item.kind];
  return size.other;
}

// To format a time costs more than all the rest of a line; an event's day never changes.
const days = new WeakMap<TimeFormat, WeakMap<AuditEvent, string>>();

function dayOf(event: AuditEvent, times: TimeFormat): string {
  let known = days.get(times);
  if (!known) days.set(times, (known = new WeakMap()));
  let day = known.get(event);
  if (day === undefined) known.set(event, (day = times.dayKey(new Date(event.time))));
  return day;
}
