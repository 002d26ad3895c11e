/** What keys, clicks and the menu do with a row. */
import { useEffect, useState } from "react";
import { useMessages } from "../../messages";
import { columnNames, type ColumnName, type FilterName } from "../../state/search-state";
import { onlyPatch, withoutPatch } from "../detail/filters";
import { linkTo } from "../detail/link";
import { useExplorer } from "../explorer";
import { cellText, filterOf, filterValue, jsonOf, rowOf } from "./actions";
import { eventOf, type Row } from "./items";
import type { RowAction } from "./RowMenu";
import type { Anchor, GridHandlers } from "./useGrid";

export type OpenMenu = { row: Row; column: string | null; anchor: Anchor };

type Options = { columns: readonly ColumnName[]; onToggle: (key: string) => void };

export function useRowActions({ columns, onToggle }: Options) {
  const messages = useMessages();
  const words = messages.table;
  const { state, change, times, zone } = useExplorer();
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [said, say] = useSaid();

  const open = (row: Row) => {
    if (row.kind === "burst") onToggle(row.key);
    else change({ event: row.event.id }, { replace: state.event !== null });
  };

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied);
    } catch {
      say(words.copyFailed);
    }
  };

  const rowText = (row: Row) => {
    const events = row.kind === "event" ? [row.event] : row.burst.events;
    return events.map((event) => rowOf(event, columns, messages, times)).join("\n");
  };

  const narrow = (kind: "only" | "without", name: FilterName, value: string) =>
    change((kind === "only" ? onlyPatch : withoutPatch)(state, name, value));

  const narrowByCell = (kind: "only" | "without", row: Row, column: string | null) => {
    const name = filterOf(column);
    if (column === null || column === "actions") say(words.chooseCell);
    else if (name && filterValue(eventOf(row), name) !== "")
      narrow(kind, name, filterValue(eventOf(row), name));
    else
      say(
        words.noFilter(
          columnNames.includes(column as ColumnName) ? words.columns[column as ColumnName] : column,
        ),
      );
  };

  const handlers: GridHandlers = {
    open,
    // With a detail open, moving turns its page.
    moved: (row) => {
      if (state.event !== null && row.kind === "event") change({ event: row.event.id }, { replace: true });
    },
    menu: (row, column, anchor) => setMenu({ row, column, anchor }),
    letter: (key, row, column) => {
      if (key === "f") narrowByCell("only", row, column);
      else if (key === "x") narrowByCell("without", row, column);
      else if (key === "c") {
        const cell = row.kind === "event" ? columns.find((name) => name === column) : undefined;
        void copy(cell ? cellText(eventOf(row), cell, messages, times) : rowText(row));
      } else return false;
      return true;
    },
  };

  const act = (row: Row, action: RowAction) => {
    switch (action.kind) {
      case "open":
        open(row);
        return;
      case "link":
        void copy(window.location.origin + window.location.pathname + linkTo(eventOf(row), state, zone));
        return;
      case "json":
        void copy(jsonOf(eventOf(row)));
        return;
      case "row":
        void copy(rowText(row));
        return;
      default:
        narrow(action.kind, action.name, action.value);
    }
  };

  return { handlers, menu, closeMenu: () => setMenu(null), act, said };
}

/** A word on what was done, for a moment. */
function useSaid(): [string, (text: string) => void] {
  const [said, setSaid] = useState({ text: "", count: 0 });
  useEffect(() => {
    if (said.text === "") return undefined;
    const timer = setTimeout(() => setSaid((now) => ({ ...now, text: "" })), 2500);
    return () => clearTimeout(timer);
  }, [said]);
  return [said.text, (text) => setSaid(({ count }) => ({ text, count: count + 1 }))];
}
