import { ChevronDown, ChevronRight } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import { burstCells, type BurstCell } from "./columns";
import { MarkedStatus, Service } from "./EventCells";
import eventStyles from "./EventCells.module.css";
import { Marked } from "./highlight/Marked";
import type { Item } from "./items";
import type { Place } from "./Line";
import styles from "./Line.module.css";
import type { Look } from "./look";
import { phraseOf } from "./phrase";
import { Time } from "./Time";

type BurstRowProps = {
  item: Extract<Item, { kind: "burst" }>;
  place: Place;
  look: Look;
  layout: "row" | "card";
  tabbable: string | null;
};

/** Many events told as one, which opens into them. */
export function BurstRow({ item, place, look, layout, tabbable }: BurstRowProps) {
  const { burst, opened } = item;
  const [first] = burst.events;
  const at = new Date(first.time);
  const parts: Record<BurstCell["name"], ReactNode> = {
    date: <Time at={at} look={look} />,
    phrase: <Phrase item={item} look={look} />,
    status: <MarkedStatus code={first.status} look={look} />,
    service_type: <Service code={first.service_type} look={look} />,
    nothing: null,
  };
  return (
    <div
      {...place}
      data-key={item.key}
      tabIndex={tabbable === "row" ? 0 : -1}
      className={cx(
        styles.line,
        styles.event,
        styles[layout],
        styles.burst,
        opened && styles.opened,
        item.live && styles.live,
      )}
    >
      {layout === "row" ? (
        burstCells(look.columns).map(({ name, span }, cell) => (
          <div
            key={cell}
            role="gridcell"
            data-col={columnOf(name)}
            tabIndex={tabbable === columnOf(name) ? 0 : -1}
            aria-colspan={span}
            style={spanning(span)}
            className={eventStyles.cell}
          >
            {parts[name]}
          </div>
        ))
      ) : (
        <div role="gridcell" aria-colspan={look.columns.length} className={eventStyles.card}>
          {parts.phrase}
          <div className={eventStyles.badges}>
            {parts.status}
            <span className={eventStyles.badge}>{parts.service_type}</span>
            <span className={eventStyles.late}>{parts.date}</span>
          </div>
        </div>
      )}
    </div>
  );
}

/** The phrase begins with its person: what is filtered by there is the user. */
const columnOf = (name: BurstCell["name"]) => (name === "phrase" ? "user" : name);

const spanning = (span: number): CSSProperties | undefined =>
  span === 1 ? undefined : { gridColumn: `span ${span}` };

function Phrase({ item: { burst, opened }, look }: Pick<BurstRowProps, "item" | "look">) {
  const messages = useMessages();
  const { user } = burst.events[0];
  const Chevron = opened ? ChevronDown : ChevronRight;
  return (
    <button type="button" tabIndex={-1} aria-expanded={opened} className={styles.phrase}>
      <Chevron size={15} aria-hidden className={styles.chevron} />
      <span className={styles.person} dir="auto">
        <Marked text={user.name || user.email} field="user" terms={look.terms} />
      </span>
      <span className={styles.deed}>
        {messages.bursts.joint}
        {phraseOf(burst, messages)}
      </span>
    </button>
  );
}
