import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { useMessages } from "../../messages";
import { leastWidth, mostWidth } from "../../state/columns";
import type { Column, ColumnName } from "../../state/search-state";
import { withWidth } from "./columns";
import styles from "./Header.module.css";

type ResizeHandleProps = {
  name: ColumnName;
  width: number;
  columns: readonly Column[];
  onChange: (columns: readonly Column[]) => void;
  onPreview: (columns: readonly Column[] | null) => void;
};

/** What an arrow key adds to a width. */
const step = 16;

/** The edge of a column: dragged, or moved by arrow keys; a double click or Enter gives the column its own width again. */
export function ResizeHandle({ name, width, columns, onChange, onPreview }: ResizeHandleProps) {
  const { table } = useMessages();
  const start = useRef<{ x: number; width: number } | null>(null);
  const dragged = (x: number) => {
    const from = start.current;
    return from ? withWidth(columns, name, from.width + x - from.x) : columns;
  };
  const reset = () => onChange(withWidth(columns, name, null));

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current && event.clientX !== start.current.x) onPreview(dragged(event.clientX));
  };
  const onPointerUp = (event: PointerEvent) => {
    if (!start.current) return;
    const moved = event.clientX !== start.current.x;
    const to = dragged(event.clientX);
    start.current = null;
    if (moved) onChange(to);
    onPreview(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -step, ArrowRight: step }[event.key];
    if (by !== undefined) onChange(withWidth(columns, name, width + by));
    else if (event.key === "Enter") reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={table.width(table.columns[name])}
      aria-valuemin={leastWidth}
      aria-valuemax={mostWidth}
      aria-valuenow={width}
      tabIndex={0}
      className={styles.edge}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        start.current = null;
        onPreview(null);
      }}
      onDoubleClick={reset}
      onKeyDown={onKeyDown}
    />
  );
}
