import { Search } from "lucide-react";
import styles from "./FacetParts.module.css";

type FacetFindProps = { label: string; value: string; onChange: (value: string) => void };

/** Looks for values inside a long facet. */
export function FacetFind({ label, value, onChange }: FacetFindProps) {
  return (
    <div className={styles.find}>
      <Search size={13} aria-hidden className={styles.icon} />
      <input
        type="search"
        className={styles.input}
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          // Only the words go; a sheet around this stays open.
          event.stopPropagation();
          event.preventDefault();
          onChange("");
        }}
      />
    </div>
  );
}
