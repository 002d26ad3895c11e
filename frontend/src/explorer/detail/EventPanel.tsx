import { X } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { AuditEvent } from "../../api/schema";
import { keep, kept } from "../../app/kept";
import { useMessages } from "../../messages";
import { isNarrowed } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { Sheet } from "../../ui/Opener";
import { usePhone } from "../../ui/useMediaQuery";
import { useExplorer } from "../explorer";
import styles from "./Detail.module.css";
import { EventView } from "./EventView";
import { focusRow } from "./focusRow";
import { Resizer } from "./Resizer";
import { Toolbar } from "./Toolbar";
import { useEvent } from "./useEvent";
import { useKeptWidth } from "./useKeptWidth";
import { useNeighbours } from "./useNeighbours";

export type EventPanelProps = {
  id: string;
  /** The events of the list beside the panel, in its order. */
  list: readonly AuditEvent[];
  /** Loads further events of the list; null where there are none to load. */
  onNearEnd: (() => void) | null;
};

/** One event in full, with the way to the next one. */
export default function EventPanel({ id, list, onNearEnd }: EventPanelProps) {
  const words = useMessages().detail;
  const phone = usePhone();
  const { state, change, question } = useExplorer();
  const filters = useKeptFilters(isNarrowed(state));
  const neighbours = useNeighbours(id, state.scope, filters.on ? question : null, state.sort);
  const query = useEvent(
    id,
    list.find((event) => event.id === id),
  );
  const close = () => {
    change({ event: null });
    focusRow(id);
  };
  const tools = (
    <Toolbar id={id} event={query.shown?.event} list={list} neighbours={neighbours} onNearEnd={onNearEnd} />
  );
  const content = <EventView id={id} query={query} neighbours={neighbours} filters={filters} />;
  if (phone) {
    return (
      <Sheet title={words.label} side="full" actions={tools} onClose={close}>
        {() => content}
      </Sheet>
    );
  }
  return (
    <SidePanel tools={tools} onClose={close}>
      {content}
    </SidePanel>
  );
}

export type KeptFilters = {
  /** The neighbours are only those that match the question and the filters. */
  on: boolean;
  /** There is nothing to keep. */
  none: boolean;
  choose: (on: boolean) => void;
};

function useKeptFilters(some: boolean): KeptFilters {
  const [wanted, setWanted] = useState(() => kept("neighbours") === "filtered");
  const choose = (on: boolean) => {
    setWanted(on);
    keep("neighbours", on ? "filtered" : null);
  };
  return { on: some && wanted, none: !some, choose };
}

type SidePanelProps = { tools: ReactNode; onClose: () => void; children: ReactNode };

function SidePanel({ tools, onClose, children }: SidePanelProps) {
  const words = useMessages().detail;
  const [width, setWidth] = useKeptWidth();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      const busy =
        event.target instanceof Element &&
        event.target.closest("input, textarea, [role=dialog], [role=slider], [role=listbox]");
      if (!busy) onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose]);
  return (
    <aside className={styles.panel} style={{ width }} aria-label={words.label}>
      <Resizer width={width} onResize={setWidth} />
      <header className={styles.header}>
        <h2>{words.label}</h2>
        <div className={styles.tools}>
          {tools}
          <Button look="plain" shape="square" aria-label={words.close} onPress={onClose}>
            <X size={16} aria-hidden />
          </Button>
        </div>
      </header>
      {children}
    </aside>
  );
}
