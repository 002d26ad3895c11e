import type { Source } from "../api/sources";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { timeFormat } from "../time/format";
import styles from "./CoverageTable.module.css";
import { kindOf } from "./coverage";
import { useWords } from "./words";

/** The same in words, newest first. */
export function CoverageTable({ days }: Pick<Source, "days">) {
  const words = useWords();
  const messages = useMessages();
  const times = timeFormat(messages.timeLocale, useOwnZone());
  const today = days.at(-1)?.day;
  return (
    <div className={styles.frame} role="group" aria-label={words.coverage} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            <th scope="col">{words.covered}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, covered }) => (
            <tr key={day}>
              <th scope="row">{times.weekdays(day, day)}</th>
              <td>
                {messages.downloads.percent(covered)}{" "}
                <span className={styles.kind}>
                  {day === today ? words.sofar : words.dayKinds[kindOf(covered)]}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
