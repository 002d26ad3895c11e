import type { KeyboardEvent } from "react";
import { useMessages, type Messages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { EventCard, EventCells } from "./EventCells";
import type { Item } from "./items";
import styles from "./Line.module.css";

type LineProps = {
  item: Item;
  index: number;
  /** Where the line stands in the list, and how tall it is, in CSS pixels. */
  top: number;
  height: number;
  layout: "row" | "card";
  tabbable: boolean;
  onLoadGap: (gap: { after: number; before: number }) => void;
  onLoadMore: () => void;
};

/** One line of the results: an event, a day, or a word about what is not there. */
export function Line({ item, index, top, height, layout, tabbable, onLoadGap, onLoadMore }: LineProps) {
  const messages = useMessages();
  const { state, change, times } = useExplorer();
  const place = {
    style: { height, transform: `translateY(${top}px)` },
    role: "row",
    "aria-rowindex": index + 2,
  };

  if (item.kind === "event") {
    const { event } = item;
    const open = () => change({ event: event.id }, { replace: state.event !== null });
    const onKeyDown = (key: KeyboardEvent) => {
      if (key.key !== "Enter" && key.key !== " ") return;
      key.preventDefault();
      open();
    };
    return (
      <div
        {...place}
        data-key={item.key}
        tabIndex={tabbable ? 0 : -1}
        aria-selected={state.event === event.id}
        className={cx(styles.line, styles.event, styles[layout], item.live && styles.live)}
        onClick={() => {
          // Whoever marks text to copy it does not mean to open the event.
          if (window.getSelection()?.type !== "Range") open();
        }}
        onKeyDown={onKeyDown}
      >
        {layout === "row" ? (
          <EventCells event={event} at={item.at} />
        ) : (
          <EventCard event={event} at={item.at} />
        )}
      </div>
    );
  }
  if (item.kind === "day") {
    return (
      <div {...place} className={cx(styles.line, styles.day)}>
        <div role="gridcell" aria-colspan={6}>
          {times.longDay(item.at)}
        </div>
      </div>
    );
  }
  return (
    <div {...place} className={cx(styles.line, styles.word, styles[item.kind])}>
      <div role="gridcell" aria-colspan={6} className={styles.sentence}>
        {wordOf(item, messages)}
        {item.kind === "gap" && (
          <Button look="text" isDisabled={item.state === "loading"} onPress={() => onLoadGap(item)}>
            {item.state === "loading" ? messages.live.loading : messages.live.load}
          </Button>
        )}
        {item.kind === "more" && item.state === "failed" && (
          <Button look="text" onPress={onLoadMore}>
            {messages.errors.retry}
          </Button>
        )}
      </div>
    </div>
  );
}

function wordOf(item: Exclude<Item, { kind: "event" | "day" }>, { live, results }: Messages): string {
  switch (item.kind) {
    case "gap":
      return item.state === "failed"
        ? `${live.gap(item.missed)}. ${live.loadFailed}.`
        : live.gap(item.missed);
    case "dropped":
      return live.dropped(item.count);
    case "boundary":
      return live.boundary;
    case "more":
      return item.state === "failed" ? results.moreFailed : results.loadingMore;
    case "end":
      return results.end(item.count);
  }
}
