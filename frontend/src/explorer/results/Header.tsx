import { useState, type PointerEvent } from "react";
import { useMessages } from "../../messages";
import type { Column, ColumnName } from "../../state/search-state";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { moved } from "./columns";
import styles from "./Header.module.css";
import { ResizeHandle } from "./ResizeHandle";
import { SortButton } from "./SortButton";

type HeaderProps = {
  columns: readonly Column[];
  /** How wide they come out, in pixels. */
  widths: readonly number[];
  /** The columns changed for good. */
  onChange: (columns: readonly Column[]) => void;
  /** They are being dragged to another width; null when that is over. */
  onPreview: (columns: readonly Column[] | null) => void;
};

/** The heads of the columns: dragged to another place, their edges to another width. */
export function Header({ columns, widths, onChange, onPreview }: HeaderProps) {
  const { table } = useMessages();
  const { state } = useExplorer();
  const drag = useColumnDrag(columns, onChange);
  return (
    <div role="row" className={styles.columns} aria-rowindex={1}>
      {columns.map(({ name }, at) => (
        <div
          key={name}
          role="columnheader"
          className={cx(
            styles.head,
            drag.column === name && styles.dragged,
            drag.to === at && styles.before,
            drag.to === columns.length && at === columns.length - 1 && styles.after,
          )}
          {...(name === "date" ? { "aria-sort": state.sort === "time" ? "ascending" : "descending" } : {})}
        >
          <div
            className={styles.label}
            title={name === "date" ? undefined : table.moveHint}
            {...drag.handlers(name)}
          >
            {name === "date" ? <SortButton look="column" /> : table.columns[name]}
          </div>
          <ResizeHandle
            name={name}
            width={widths[at] ?? 0}
            columns={columns}
            onChange={onChange}
            onPreview={onPreview}
          />
        </div>
      ))}
    </div>
  );
}

/** What the cards' lines are of, for those who hear the list. */
export function CardHeads({ columns }: { columns: readonly ColumnName[] }) {
  const { table } = useMessages();
  return (
    <div role="rowgroup" className="visually-hidden">
      <div role="row" aria-rowindex={1}>
        {columns.map((name) => (
          <div key={name} role="columnheader">
            {table.columns[name]}
          </div>
        ))}
      </div>
    </div>
  );
}

/** So far a pointer goes before it means to drag. */
const threshold = 6;

/** A head under the pointer: `to` is the edge between columns, counted from the left, that it would go to; null so far. */
type Drag = { column: ColumnName; from: number; to: number | null };

function useColumnDrag(columns: readonly Column[], onChange: (columns: readonly Column[]) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const end = () => setDrag(null);
  const handlers = (column: ColumnName) => ({
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0 && event.pointerType !== "touch")
        setDrag({ column, from: event.clientX, to: null });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag?.column !== column) return;
      if (drag.to === null) {
        if (Math.abs(event.clientX - drag.from) < threshold) return;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      setDrag({ ...drag, to: edgeAt(event.currentTarget, event.clientX) });
    },
    onPointerUp: () => {
      if (drag?.column === column && drag.to !== null) {
        const at = columns.findIndex(({ name }) => name === column);
        // The edges on both sides of a column are its own place.
        const by = drag.to > at ? drag.to - at - 1 : drag.to - at;
        if (by !== 0) onChange(moved(columns, column, by));
      }
      end();
    },
    onPointerLeave: () => {
      if (drag?.to === null) end();
    },
    onPointerCancel: end,
  });
  const to = drag?.to ?? null;
  return { column: to === null ? null : drag?.column, to, handlers };
}

function edgeAt(within: Element, x: number): number {
  const heads = [...(within.closest("[role=row]")?.querySelectorAll("[role=columnheader]") ?? [])];
  return heads.filter((head) => {
    const box = head.getBoundingClientRect();
    return box.left + box.width / 2 < x;
  }).length;
}
