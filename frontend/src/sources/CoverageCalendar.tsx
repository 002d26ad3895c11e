import type { Source } from "../api/sources";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { timeFormat } from "../time/format";
import { cx } from "../ui/cx";
import styles from "./CoverageCalendar.module.css";
import { monthsOf, weeksOf, type Cell } from "./coverage";
import { useWords } from "./words";

/** A column for each week, a cell for each day: full, filled as far as it was pulled, or empty. */
export function CoverageCalendar({ days, label }: Pick<Source, "days"> & { label: string }) {
  const words = useWords();
  const messages = useMessages();
  const times = timeFormat(messages.timeLocale, useOwnZone());
  const weeks = weeksOf(days);
  const title = ({ day, kind, covered, today }: Cell) =>
    [
      times.days(day, day),
      kind === "partly"
        ? `${words.dayKinds.partly}, ${messages.downloads.percent(covered)}`
        : words.dayKinds[kind],
      ...(today ? [words.sofar] : []),
    ].join(": ");
  return (
    <figure className={styles.calendar} role="img" aria-label={label}>
      <div className={styles.months}>
        {monthsOf(weeks).map(({ column, day }) => (
          <span key={day} style={{ gridColumnStart: column + 1 }}>
            {times.month(day)}
          </span>
        ))}
      </div>
      <div className={styles.days}>
        {weeks.flat().map((cell) => (
          <span
            key={cell.day}
            className={cx(styles.day, styles[cell.kind], cell.today && styles.today)}
            title={title(cell)}
          >
            {cell.kind === "partly" && <span style={{ height: `${Math.max(20, cell.covered * 100)}%` }} />}
          </span>
        ))}
      </div>
      <ul className={styles.legend}>
        {(["whole", "partly", "none", "forgotten"] as const).map((kind) => (
          <li key={kind}>
            <span className={cx(styles.day, styles[kind])}>{kind === "partly" && <span />}</span>
            {words.dayKinds[kind]}
          </li>
        ))}
      </ul>
    </figure>
  );
}
