import { ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import { keep, kept } from "../../app/kept";
import { useMessages } from "../../messages";
import type { FilterName } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { useExplorer } from "../explorer";
import { clearFacet, isMarked } from "./facets";
import styles from "./FacetSection.module.css";

type FacetSectionProps = {
  name: FilterName;
  /** What is inside; it is only made while the section is open. */
  children: () => ReactNode;
};

/** One field: its name, which opens and closes it, and the way to take back all of its marks. */
export function FacetSection({ name, children }: FacetSectionProps) {
  const messages = useMessages();
  const words = messages.facets;
  const { state, change } = useExplorer();
  const [open, setOpen] = useState(() => !closedFacets().includes(name));
  const title = messages.fields[name] ?? name;
  const turn = () => {
    setOpen(!open);
    const others = closedFacets().filter((closed) => closed !== name);
    keep("facets", [...others, ...(open ? [name] : [])].join(" "));
  };
  return (
    <section aria-label={title}>
      <header className={styles.header}>
        <h3 className={styles.heading}>
          <button type="button" className={styles.turn} aria-expanded={open} onClick={turn}>
            <ChevronRight size={14} aria-hidden className={styles.arrow} />
            {title}
          </button>
        </h3>
        {isMarked(state, name) && (
          <Button
            look="text"
            aria-label={words.clearLabel(title)}
            onPress={() => change(clearFacet(state, name))}
          >
            {words.clear}
          </Button>
        )}
      </header>
      {open && children()}
    </section>
  );
}

// Targets are the many; until somebody opens them nothing is asked.
const closedAtFirst = "target";

function closedFacets(): string[] {
  return (kept("facets") ?? closedAtFirst).split(" ").filter((name) => name !== "");
}
