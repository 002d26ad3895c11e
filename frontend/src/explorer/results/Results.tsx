import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import { usePhone } from "../../ui/useMediaQuery";
import { useShortcut } from "../../ui/useShortcut";
import { useExplorer } from "../explorer";
import type { Live } from "../live/useLive";
import type { ScreenQuery } from "../useScreen";
import { itemsOf, moveBy, type Item } from "./items";
import { Line } from "./Line";
import styles from "./Results.module.css";
import { SortButton } from "./SortButton";

type ResultsProps = { query: ScreenQuery; live: Live };

const heights = {
  wide: { event: 34, other: 34, day: 30 },
  phone: { event: 84, other: 48, day: 32 },
} as const;

/** The events: a virtual list of rows, cards on a phone. j, k and arrows move, Enter opens. */
export function Results({ query, live }: ResultsProps) {
  const messages = useMessages();
  const words = messages.results;
  const { state, times } = useExplorer();
  const phone = usePhone();
  const scroller = useRef<HTMLDivElement>(null);
  const total = query.screen?.total.value ?? 0;

  const shownLive = state.live ? live.buffer : null;
  const { events, hasMore, more } = query;
  const items = useMemo(
    () =>
      itemsOf({ live: shownLive, events, end: hasMore ? { more } : { all: total }, dayKey: times.dayKey }),
    [shownLive, events, hasMore, more, total, times],
  );

  const size = heights[phone ? "phone" : "wide"];
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => sizeOf(items[at], size),
    getItemKey: (at) => items[at]?.key ?? at,
    overscan: 12,
  });
  // The two layouts have rows of different height; the rest is remeasured by key.
  useEffect(() => virtual.measure(), [virtual, phone]);

  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  const { loadMore } = query;
  useEffect(() => {
    if (hasMore && more === "idle" && lastShown >= items.length - 20) loadMore();
  }, [hasMore, more, lastShown, items.length, loadMore]);

  // Another question begins at the top.
  const { question } = useExplorer();
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [question]);

  const keyboard = useRowKeyboard(items, (at) => virtual.scrollToIndex(at), scroller);
  const busy = useBusy(live.setHold, state.event !== null);

  return (
    <div className={styles.results}>
      {state.live && live.buffer.heldEvents > 0 && (
        <button
          type="button"
          className={styles.held}
          onClick={() => {
            live.show();
            scroller.current?.scrollTo({ top: 0 });
          }}
        >
          <ArrowUp size={14} aria-hidden />
          {messages.live.held(live.buffer.heldEvents)}
        </button>
      )}
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={words.label}
        aria-rowcount={hasMore ? -1 : items.length + 1}
        aria-busy={query.loading}
        tabIndex={-1}
        onKeyDown={keyboard.onKeyDown}
        {...busy}
      >
        <div role="rowgroup" className={phone ? "visually-hidden" : styles.head}>
          <div role="row" className={styles.columns} aria-rowindex={1}>
            <div role="columnheader" aria-sort={state.sort === "time" ? "ascending" : "descending"}>
              {phone ? words.date : <SortButton look="column" />}
            </div>
            <div role="columnheader">{words.user}</div>
            <div role="columnheader">{words.task}</div>
            <div role="columnheader">{words.target}</div>
            <div role="columnheader">{words.status}</div>
            <div role="columnheader">{words.service_type}</div>
          </div>
        </div>
        <div
          role="rowgroup"
          className={cx(styles.body, query.outdated && styles.outdated)}
          style={{ height: virtual.getTotalSize() }}
        >
          {rows.map((row) => {
            const item = items[row.index];
            if (!item) return null;
            return (
              <Line
                key={row.key}
                item={item}
                index={row.index}
                top={row.start}
                height={row.size}
                layout={phone ? "card" : "row"}
                tabbable={row.index === keyboard.tabbable}
                onLoadGap={live.loadGap}
                onLoadMore={query.loadMore}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function sizeOf(item: Item | undefined, size: { event: number; other: number; day: number }): number {
  if (item?.kind === "event") return size.event;
  return item?.kind === "day" ? size.day : size.other;
}

/** One row is in the tab order; keys move it, wherever on the screen they are pressed. */
function useRowKeyboard(
  items: Item[],
  scrollTo: (index: number) => void,
  scroller: React.RefObject<HTMLDivElement | null>,
) {
  const { state, change } = useExplorer();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  // The open event is the row from which keys move, also once it is closed.
  if (state.event !== null && state.event !== activeKey) setActiveKey(state.event);
  const wanted = useRef<string | null>(null);
  const active = items.findIndex((item) => item.key === activeKey);

  // The row to focus may only be drawn after scrolling to it.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const move = (by: number) => {
    const next = moveBy(items, active, by);
    const item = items[next];
    if (item?.kind !== "event") return;
    wanted.current = item.key;
    setActiveKey(item.key);
    scrollTo(next);
    // With a detail open, moving turns its page.
    if (state.event !== null) change({ event: item.event.id }, { replace: true });
  };

  const onKey = (key: string): boolean => {
    const steps: Record<string, number> = { j: 1, k: -1 };
    const by = steps[key];
    if (by !== undefined) move(by);
    return by !== undefined;
  };
  useShortcut(onKey);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -items.length,
      End: items.length,
    };
    const by = steps[event.key];
    const row = (event.target as Element).closest<HTMLElement>("[data-key]");
    if (by === undefined || !row || event.target !== row) return;
    event.preventDefault();
    move(by);
  };

  const tabbable = active >= 0 ? active : items.findIndex((item) => item.kind === "event");
  return { onKeyDown, tabbable };
}

/** Tells when the reader is busy with the rows: pointing at them, scrolled into them, a row in focus or open. */
function useBusy(setHold: (hold: boolean) => void, open: boolean) {
  const [pointing, setPointing] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [focused, setFocused] = useState(false);
  const hold = pointing || scrolled || focused || open;
  useEffect(() => setHold(hold), [hold, setHold]);
  return {
    onPointerEnter: (event: React.PointerEvent) => setPointing(event.pointerType === "mouse"),
    onPointerLeave: () => setPointing(false),
    onScroll: (event: React.UIEvent) => setScrolled(event.currentTarget.scrollTop > 4),
    onFocus: (event: React.FocusEvent) => setFocused(event.target.closest("[data-key]") !== null),
    onBlur: () => setFocused(false),
  };
}
