import { ArrowUp } from "lucide-react";
import { useMessages } from "../../messages";
import styles from "./Results.module.css";

type PillProps = { count: number; onShow: () => void; look?: "over" | "inline" };

/** What waits to be shown, over the rows that it will not move by itself. */
export function Pill({ count, onShow, look = "over" }: PillProps) {
  const { table } = useMessages();
  return (
    <div className={styles[look]}>
      {/* Said once; the number, which may change many times a second, is for the eye and for whoever comes to it. */}
      <span role="status" className="visually-hidden">
        {count > 0 && table.waiting}
      </span>
      {count > 0 && (
        <button type="button" className={styles.pill} onClick={onShow}>
          <ArrowUp size={14} aria-hidden />
          {table.fresh(count)}
        </button>
      )}
    </div>
  );
}
