import { ArrowDown, ArrowUp } from "lucide-react";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import styles from "./SortButton.module.css";

type SortButtonProps = {
  /** The head of a column, or on a phone, which has none, a sign of its own. */
  look: "column" | "sign";
};

/** Turns the order of the events round. A live tail is newest first, always. */
export function SortButton({ look }: SortButtonProps) {
  const { results: words, table } = useMessages();
  const { state, change } = useExplorer();
  const oldestFirst = state.sort === "time";
  const Arrow = oldestFirst ? ArrowUp : ArrowDown;
  const order = oldestFirst ? words.oldestFirst : words.newestFirst;
  return (
    <button
      type="button"
      className={cx(styles.sort, styles[look])}
      disabled={state.live}
      title={order}
      {...(look === "sign" ? { "aria-label": order } : {})}
      onClick={() => change({ sort: oldestFirst ? "-time" : "time" })}
    >
      {look === "column" && table.columns.date}
      <Arrow size={look === "sign" ? 16 : 13} aria-hidden />
    </button>
  );
}
