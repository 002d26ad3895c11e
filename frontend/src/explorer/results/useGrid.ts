/**
 * Moving over the rows and their cells by keys, and what keys and clicks do there. One element of the grid is in the
 * tab order: a row, or one of its cells. j and k move wherever on the screen they are pressed.
 */
import {
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from "react";
import { useShortcut } from "../../ui/useShortcut";
import { isRow, moveBy, type Item, type Row } from "./items";

/** Where a menu opens: at the pointer, or under an element. */
export type Anchor = { x: number; y: number };

export type GridHandlers = {
  open: (row: Row) => void;
  /** The active row changed by keys. */
  moved: (row: Row) => void;
  menu: (row: Row, column: string | null, anchor: Anchor) => void;
  /** A letter pressed on a row: f, x, c. Says whether it meant something. */
  letter: (key: string, row: Row, column: string | null) => boolean;
};

type Options = {
  items: readonly Item[];
  scroller: RefObject<HTMLDivElement | null>;
  scrollTo: (index: number) => void;
  handlers: GridHandlers;
  /** The event whose detail is open. */
  opened: string | null;
};

type Place = { key: string; column: string | null };

export function useGrid({ items, scroller, scrollTo, handlers, opened }: Options) {
  const [place, setPlace] = useState<Place | null>(null);
  // The event that was opened is the row from which keys move, also once it is closed.
  const [known, setKnown] = useState<string | null>(null);
  if (opened !== known) {
    setKnown(opened);
    if (opened !== null && opened !== place?.key) setPlace({ key: opened, column: null });
  }
  const wanted = useRef<Place | null>(null);
  const active = place ? items.findIndex((item) => item.key === place.key) : -1;

  // The row to focus may only be drawn after scrolling to it.
  useEffect(() => {
    if (!wanted.current) return;
    const { key, column } = wanted.current;
    const row = rowElement(scroller.current, key);
    if (!row) return;
    wanted.current = null;
    const cell = column === null ? null : cellElement(row, column);
    (cell ?? row).focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const go = (to: Place) => {
    wanted.current = to;
    setPlace({ ...to });
  };

  const move = (by: number) => {
    const next = moveBy(items, active, by);
    const item = items[next];
    if (!isRow(item)) return;
    go({ key: item.key, column: place?.column ?? null });
    scrollTo(next);
    handlers.moved(item);
  };

  const moveCell = (row: HTMLElement, from: string | null, by: number) => {
    const columns = [...row.querySelectorAll<HTMLElement>("[data-col]")].map(
      (cell) => cell.dataset.col ?? "",
    );
    const at = from === null ? -1 : columns.indexOf(from);
    const next = Math.min(columns.length - 1, at + by);
    go({ key: row.dataset.key ?? "", column: next < 0 ? null : (columns[next] ?? null) });
  };

  const rowOf = (target: EventTarget): { element: HTMLElement; row: Row; column: string | null } | null => {
    if (!(target instanceof Element)) return null;
    const element = target.closest<HTMLElement>("[data-key]");
    const item = items.find(({ key }) => key === element?.dataset.key);
    if (!element || !isRow(item)) return null;
    return { element, row: item, column: target.closest<HTMLElement>("[data-col]")?.dataset.col ?? null };
  };

  useShortcut((key, target) => {
    const steps: Record<string, number> = { j: 1, k: -1 };
    const by = steps[key];
    if (by !== undefined) {
      move(by);
      return true;
    }
    const found = target && scroller.current?.contains(target) ? rowOf(target) : null;
    return found ? handlers.letter(key, found.row, found.column) : false;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const found = rowOf(event.target);
    if (!found) return;
    const { element, row, column } = found;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -items.length,
      End: items.length,
    };
    const by = steps[event.key];
    const menuKey = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    if (by !== undefined) move(by);
    else if (event.key === "ArrowRight") moveCell(element, column, 1);
    else if (event.key === "ArrowLeft") moveCell(element, column, -1);
    else if (menuKey) handlers.menu(row, column, under(event.target as Element));
    else if (event.key === "Enter" && column !== "actions") handlers.open(row);
    else return;
    event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const found = rowOf(event.target);
    if (!found) return;
    if (found.column === "actions") handlers.menu(found.row, null, under(event.target as Element));
    // Whoever marks text to copy it does not mean to open the event.
    else if (window.getSelection()?.type !== "Range") handlers.open(found.row);
  };

  const onContextMenu = (event: MouseEvent) => {
    const found = rowOf(event.target);
    // A marked text keeps the browser's menu, with which it is copied.
    if (!found || window.getSelection()?.type === "Range") return;
    event.preventDefault();
    handlers.menu(found.row, found.column, { x: event.clientX, y: event.clientY });
  };

  // What is clicked or tabbed to is where the keys go on.
  const onFocus = (event: FocusEvent) => {
    const found = rowOf(event.target);
    if (!found) return;
    const { row, column } = found;
    if (place?.key !== row.key || place.column !== column) setPlace({ key: row.key, column });
  };

  const tabbableRow = active >= 0 ? active : items.findIndex(isRow);
  return {
    /** The place in the tab order of a row: "row", the column of a cell, or null. */
    tabbable: (index: number) => (index === tabbableRow ? (place?.column ?? "row") : null),
    body: { onKeyDown, onClick, onContextMenu, onFocus },
  };
}

function under(element: Element): Anchor {
  const box = (element.closest("[data-col]") ?? element).getBoundingClientRect();
  return { x: box.left + Math.min(24, box.width / 2), y: box.bottom };
}

function rowElement(scroller: HTMLElement | null, key: string): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
}

function cellElement(row: HTMLElement, column: string): HTMLElement | null {
  return row.querySelector<HTMLElement>(`[data-col="${CSS.escape(column)}"]`);
}
