import { ArrowUp } from "lucide-react";
import { useMessages } from "../../messages";
import styles from "./Results.module.css";

type PillProps = { count: number; onShow: () => void; look?: "over" | "inline" };

/** What waits to be shown, over the rows that it will not move by itself. */
export function Pill({ count, onShow, look = "over" }: PillProps) {
  const { table } = useMessages();
  return (
    // A status of its own, so that it is said; what is said when it appears is the button's words.
    <div role="status" className={styles[look]}>
      {count > 0 && (
        <button type="button" className={styles.pill} onClick={onShow}>
          <ArrowUp size={14} aria-hidden />
          {table.fresh(count)}
        </button>
      )}
    </div>
  );
}
