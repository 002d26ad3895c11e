import { Info, X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Screen } from "../../api/schema";
import { useMessages } from "../../messages";
import { isNarrowed } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { chipsOf, clearConditions } from "./chips";
import styles from "./Chips.module.css";
import { notesOf } from "./notes";

type ChipsProps = {
  interpretation: Screen["interpretation"] | undefined;
  /** It is of an earlier question. */
  outdated: boolean;
};

/** The conditions in force, each with a way to take it back, and what the server has to say of the question. */
export function Chips({ interpretation, outdated }: ChipsProps) {
  const messages = useMessages();
  const { state, change, times } = useExplorer();
  const all = chipsOf(state, interpretation?.chips ?? [], messages, times);
  // What was just taken back need not wait for the answer to go.
  const chips = outdated ? all.filter(({ removal }) => removal) : all;
  const notes = interpretation && !outdated ? notesOf(interpretation, messages) : [];

  // The button that was pressed goes with its chip: the focus then stays in the row.
  const list = useRef<HTMLUListElement>(null);
  const pressed = useRef<number | null>(null);
  useEffect(() => {
    if (pressed.current === null) return;
    const buttons = list.current?.querySelectorAll("button") ?? [];
    const next = buttons[Math.min(pressed.current, buttons.length - 1)];
    pressed.current = null;
    next?.focus();
  }, [chips.length]);

  // Narrowed, the row is there before its chips are, so that nothing moves when the answer comes.
  if (!isNarrowed(state) && notes.length === 0) return null;
  return (
    <div className={styles.row}>
      {chips.length > 0 && (
        <ul ref={list} className={styles.chips} aria-label={messages.search.conditions}>
          {chips.map(({ key, head, value, tail, excluded, label, detail, removal }, at) => (
            <li key={key} className={cx(styles.chip, excluded && styles.excluded)}>
              <span className={styles.label} title={detail === "" ? label : `${label} (${detail})`}>
                <span className={styles.words}>{head}</span>
                <bdi>{value}</bdi>
                <span className={styles.words}>{tail}</span>
              </span>
              {removal && (
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={messages.search.remove(label)}
                  onClick={() => {
                    pressed.current = at;
                    change(removal);
                  }}
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
        <div className={styles.notes} aria-label={messages.search.notes} role="status">
          {notes.map(({ text, isWarning }) => (
            <p key={text} className={cx(styles.note, isWarning && styles.warning)} title={text}>
              <Info size={14} aria-hidden />
              <span>{text}</span>
            </p>
          ))}
        </div>
      )}
    </div>
  );
}
