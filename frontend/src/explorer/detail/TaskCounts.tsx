import { useState } from "react";
import type { FacetValue } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { Button } from "../../ui/Button";
import { Label } from "../../ui/Label";
import styles from "./Numbers.module.css";

const few = 5;

type TaskCountsProps = { counts: readonly FacetValue[] | undefined; onTask: (task: string) => void };

/** How many of each task; one is searched for by a click. */
export function TaskCounts({ counts = [], onTask }: TaskCountsProps) {
  const messages = useMessages();
  const words = messages.detail;
  const [all, setAll] = useState(false);
  const shown = all || counts.length <= few + 1 ? counts : counts.slice(0, few);
  const hidden = counts.length - shown.length;
  return (
    <ul className={styles.counts} aria-label={words.counts}>
      {shown.map(({ value, count }) => {
        const label = valueLabel(messages, "task", value);
        return (
          <li key={value}>
            <button
              type="button"
              className={styles.count}
              aria-label={words.count(label, count)}
              onClick={() => onTask(value)}
            >
              <span className={styles.task}>
                <Label text={label} />
              </span>
              <span className={styles.number}>{messages.number(count)}</span>
            </button>
          </li>
        );
      })}
      {hidden > 0 && (
        <li>
          <Button look="text" onPress={() => setAll(true)}>
            {words.moreTasks(hidden)}
          </Button>
        </li>
      )}
    </ul>
  );
}
