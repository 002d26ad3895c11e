import { Ellipsis } from "lucide-react";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import { EventCard, EventCells } from "./EventCells";
import type { Item } from "./items";
import type { Place } from "./Line";
import styles from "./Line.module.css";
import type { Look } from "./look";

type EventRowProps = {
  item: Extract<Item, { kind: "event" }>;
  place: Place;
  look: Look;
  layout: "row" | "card";
  selected: boolean;
  tabbable: string | null;
};

/** An event of the list. What keys and clicks do with it is the grid's. */
export function EventRow({ item, place, look, layout, selected, tabbable }: EventRowProps) {
  const words = useMessages().table;
  const { event } = item;
  return (
    <div
      {...place}
      data-key={item.key}
      tabIndex={tabbable === "row" ? 0 : -1}
      aria-selected={selected}
      className={cx(
        styles.line,
        styles.event,
        styles[layout],
        item.live && styles.live,
        item.inBurst && styles.inner,
      )}
    >
      {layout === "row" ? (
        <EventCells event={event} look={look} tabbable={tabbable} />
      ) : (
        <EventCard event={event} look={look} />
      )}
      <div role="gridcell" className={styles.actions}>
        <button
          type="button"
          data-col="actions"
          tabIndex={tabbable === "actions" ? 0 : -1}
          className={styles.dots}
          aria-haspopup="menu"
          aria-label={words.actionsOf(event.user.name || event.user.email)}
        >
          <Ellipsis size={16} aria-hidden />
        </button>
      </div>
    </div>
  );
}
