import { X } from "lucide-react";
import type { Screen } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { useExplorer } from "../explorer";
import { chipsOf, clearConditions } from "./chips";
import styles from "./Chips.module.css";

type ChipsProps = { interpretation: Screen["interpretation"] | undefined };

/** The conditions in force, each with a way to take it back, and what the server has to say of the question. */
export function Chips({ interpretation }: ChipsProps) {
  const messages = useMessages();
  const { state, change } = useExplorer();
  const chips = chipsOf(state, interpretation?.chips ?? [], messages);
  const notes = interpretation?.notes ?? [];
  return (
    <>
      {chips.length > 0 && (
        <ul className={styles.chips} aria-label={messages.search.conditions}>
          {chips.map(({ key, label, removal }) => (
            <li key={key} className={styles.chip}>
              <span className={styles.label}>{label}</span>
              {removal && (
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={messages.search.remove(label)}
                  onClick={() => change(removal)}
                >
                  <X size={13} aria-hidden />
                </button>
              )}
            </li>
          ))}
          {chips.length > 1 && (
            <li>
              <Button look="text" onPress={() => change(clearConditions)}>
                {messages.search.clearAll}
              </Button>
            </li>
          )}
        </ul>
      )}
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label={messages.search.notes} role="status">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
