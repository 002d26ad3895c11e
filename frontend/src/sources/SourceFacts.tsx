import type { ReactNode } from "react";
import type { Source } from "../api/sources";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { timeFormat } from "../time/format";
import { cx } from "../ui/cx";
import { useRelativeTime } from "../time/useRelativeTime";
import { RowCounts } from "./RowCounts";
import { isSoon, standingError } from "./standing";
import styles from "./SourceFacts.module.css";
import { useWords } from "./words";

/** What there is to say of a source in numbers and times. */
export function SourceFacts({ source, aheadMS }: { source: Source; aheadMS: number }) {
  const words = useWords();
  const messages = useMessages();
  const times = timeFormat(messages.timeLocale, useOwnZone());
  const { kind, last_success, next_run, calls_today, forgets_in_days, rows } = source;
  const { problem, overcome } = standingError(source);
  return (
    <dl className={cx(styles.facts, source.days.length === 0 && styles.short)}>
      <Fact name={words.lastSuccess}>
        {last_success === null ? words.never : <Moment at={new Date(last_success)} aheadMS={aheadMS} />}
      </Fact>
      {next_run !== null && kind !== "folder" && (
        <Fact name={words.nextRun}>{times.dayAndMinute(new Date(next_run))}</Fact>
      )}
      {kind === "naverworks" && calls_today !== null && (
        <Fact name={words.calls}>{messages.number(calls_today)}</Fact>
      )}
      <Fact name={words.rows}>
        <RowCounts rows={rows} />
      </Fact>
      {forgets_in_days !== null && !isSoon(forgets_in_days) && (
        <Fact name={words.forgets}>{words.forgetsIn(forgets_in_days)}</Fact>
      )}
      {problem && overcome && (
        <Fact name={words.overcome}>
          <span className={styles.faint}>
            {words.problem(problem.code, problem.message)}{" "}
            {words.failed(times.dayAndMinute(new Date(problem.at)))}
            {problem.window && ` · ${times.span(new Date(problem.window.from), new Date(problem.window.to))}`}
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** When, and how long ago that is by the server's clock. */
function Moment({ at, aheadMS }: { at: Date; aheadMS: number }) {
  const { timeLocale } = useMessages();
  const times = timeFormat(timeLocale, useOwnZone());
  const ago = useRelativeTime(timeLocale, new Date(at.getTime() + aheadMS));
  return (
    <>
      {times.dayAndMinute(at)} <span className={styles.faint}>· {ago}</span>
    </>
  );
}
