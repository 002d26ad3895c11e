import { useState } from "react";
import type { Source } from "../api/sources";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { useSession } from "../session/session";
import { timeFormat } from "../time/format";
import { Button } from "../ui/Button";
import styles from "./Coverage.module.css";
import { CoverageCalendar } from "./CoverageCalendar";
import { CoverageTable } from "./CoverageTable";
import { countOf } from "./coverage";
import { useWords } from "./words";

const mostGaps = 6;

/** Which days of a source there are, at a glance or as a table, and what is missing in words. */
export function Coverage({ source }: { source: Source }) {
  const words = useWords();
  const { time_zone } = useSession();
  const [table, setTable] = useState(false);
  const { whole, partly, none } = countOf(source.days);
  const summary = words.summary(whole, partly, none);
  return (
    <div className={styles.coverage} role="group" aria-label={words.coverage}>
      <div className={styles.head}>
        <h4>{words.coverage}</h4>
        <span className={styles.zone}>{words.coverageIn(time_zone)}</span>
        <Button look="text" aria-pressed={table} onPress={() => setTable(!table)}>
          {table ? words.asCalendar : words.asTable}
        </Button>
      </div>
      {table ? <CoverageTable days={source.days} /> : <CoverageCalendar days={source.days} label={summary} />}
      <p className={styles.summary}>{summary}</p>
      <Gaps gaps={source.gaps} behind={partly + none > 0} />
    </div>
  );
}

type GapsProps = Pick<Source, "gaps"> & {
  /** Days lack that are no gap: nothing behind them was fetched yet. The summary has counted them. */
  behind: boolean;
};

function Gaps({ gaps, behind }: GapsProps) {
  const words = useWords();
  const times = timeFormat(useMessages().timeLocale, useOwnZone());
  if (gaps.length === 0) return behind ? null : <p className={styles.summary}>{words.noGaps}</p>;
  return (
    <div className={styles.gaps}>
      <h4>{words.gaps}</h4>
      <ul>
        {gaps.slice(0, mostGaps).map(({ from, to }) => (
          <li key={from}>{times.span(new Date(from), new Date(to))}</li>
        ))}
        {gaps.length > mostGaps && (
          <li className={styles.summary}>{words.moreGaps(gaps.length - mostGaps)}</li>
        )}
      </ul>
    </div>
  );
}
