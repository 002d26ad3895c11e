import { useMessages, type Messages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { refusalText } from "../../ui/errorText";
import { BurstRow } from "./BurstRow";
import { EventRow } from "./EventRow";
import { isRow, type Item } from "./items";
import styles from "./Line.module.css";
import type { Look } from "./look";

/** From here on a burst that goes on is loaded only as the reader asks: it may be a hundred thousand events. */
export const longBurst = 1000;

export type LineProps = {
  item: Item;
  index: number;
  /** Where the line stands in the list, and how tall it is, in CSS pixels. */
  top: number;
  height: number;
  look: Look;
  layout: "row" | "card";
  selected: boolean;
  /** The column whose cell is in the tab order, or "row" for the row itself. */
  tabbable: string | null;
  onLoadGap: (gap: { after: number; before: number }) => void;
  onLoadMore: () => void;
  onRestore: () => void;
};

/** Where a line stands, for the eye and for a screen reader. */
export type Place = { style: { height: number; transform: string }; role: "row"; "aria-rowindex": number };

/** One line of the results: an event, a burst, a day, or a word about what is not there. */
export function Line(props: LineProps) {
  const { item, index, top, height, look, layout } = props;
  const place: Place = {
    style: { height, transform: `translateY(${top}px)` },
    role: "row",
    "aria-rowindex": index + 2,
  };
  if (isRow(item)) {
    const { selected, tabbable } = props;
    return item.kind === "event" ? (
      <EventRow
        item={item}
        place={place}
        look={look}
        layout={layout}
        selected={selected}
        tabbable={tabbable}
      />
    ) : (
      <BurstRow item={item} place={place} look={look} layout={layout} tabbable={tabbable} />
    );
  }
  if (item.kind === "day") {
    return (
      <div {...place} className={cx(styles.line, styles.day)}>
        <div role="gridcell" aria-colspan={look.columns.length}>
          {look.times.longDay(item.at)}
        </div>
      </div>
    );
  }
  return (
    <div {...place} className={cx(styles.line, styles.word, styles[item.kind])}>
      <Words {...props} item={item} />
    </div>
  );
}

type WordItem = Exclude<Item, { kind: "event" | "burst" | "day" }>;

function Words({ item, look, onLoadGap, onLoadMore, onRestore }: LineProps & { item: WordItem }) {
  const messages = useMessages();
  const action = actionOf(item, messages, { onLoadGap, onLoadMore, onRestore });
  return (
    <div role="gridcell" aria-colspan={look.columns.length} className={styles.sentence}>
      <span className={styles.text}>{wordOf(item, messages)}</span>
      {action && (
        <Button look="text" isDisabled={action.run === null} onPress={() => action.run?.()}>
          {action.label}
        </Button>
      )}
    </div>
  );
}

type Handlers = Pick<LineProps, "onLoadGap" | "onLoadMore" | "onRestore">;

/** What can be done about it; null while it is being done. */
function actionOf(
  item: WordItem,
  { live, table, errors }: Messages,
  { onLoadGap, onLoadMore, onRestore }: Handlers,
): { label: string; run: (() => void) | null } | null {
  switch (item.kind) {
    case "gap":
      return item.state === "loading"
        ? { label: live.loading, run: null }
        : { label: live.load, run: () => onLoadGap(item) };
    case "cleared":
      return { label: live.restore, run: onRestore };
    case "more":
      if (item.state === "failed") return { label: errors.retry, run: onLoadMore };
      return item.state === "idle" && item.inBurst >= longBurst
        ? { label: table.loadMore, run: onLoadMore }
        : null;
    default:
      return null;
  }
}

function wordOf(item: WordItem, messages: Messages): string {
  const { live, results, table } = messages;
  switch (item.kind) {
    case "gap": {
      const missed =
        item.missed === null
          ? [item.why && refusalText(messages, item.why), live.gapUnknown].filter(Boolean).join(" ")
          : live.gap(item.missed);
      return item.state === "failed" ? `${missed}. ${live.loadFailed}.` : missed;
    }
    case "dropped":
      return live.dropped(item.count);
    case "boundary":
      return live.boundary;
    case "cleared":
      return live.cleared(item.count);
    case "more":
      if (item.state === "failed") return results.moreFailed;
      return item.state === "idle" && item.inBurst >= longBurst
        ? table.soFar(item.inBurst)
        : results.loadingMore;
    case "end":
      return results.end(item.count);
  }
}
