import type { Source } from "../api/sources";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { timeFormat } from "../time/format";
import { Notice } from "../ui/Notice";
import { Coverage } from "./Coverage";
import { nameOf } from "./names";
import { SourceActions } from "./SourceActions";
import styles from "./SourceCard.module.css";
import { SourceFacts } from "./SourceFacts";
import { SourceState } from "./SourceState";
import { isSoon, standingError } from "./standing";
import { useWords } from "./words";

type SourceCardProps = { source: Source; aheadMS: number };

/** A source: how it stands, what can be done, what came of it, and which days there are. */
export function SourceCard({ source, aheadMS }: SourceCardProps) {
  const words = useWords();
  const [name, which] = nameOf(source, words);
  return (
    <article className={styles.card} aria-label={[name, which].filter(Boolean).join(", ")}>
      <header className={styles.header}>
        <h3 className={styles.name}>
          {name}
          {which !== "" && <span className={styles.which}>{which}</span>}
        </h3>
        <SourceState source={source} />
        {source.kind !== "push" && <SourceActions source={source} name={name} />}
      </header>
      <Problem source={source} />
      <Forgetting source={source} />
      <div className={styles.body}>
        <SourceFacts source={source} aheadMS={aheadMS} />
        {source.days.length > 0 && <Coverage source={source} />}
      </div>
    </article>
  );
}

/** The last error, unless there was a success since; then it is a line among the facts. */
function Problem({ source }: { source: Source }) {
  const words = useWords();
  const times = timeFormat(useMessages().timeLocale, useOwnZone());
  const { problem, overcome } = standingError(source);
  if (!problem || overcome) return null;
  const { at, code, message, window } = problem;
  return (
    <Notice kind="failure">
      {words.problem(code, message)} {words.failed(times.dayAndMinute(new Date(at)))}.{" "}
      {window && words.askedFor(times.span(new Date(window.from), new Date(window.to)))}
    </Notice>
  );
}

function Forgetting({ source: { forgets_at, forgets_in_days } }: { source: Source }) {
  const words = useWords();
  const times = timeFormat(useMessages().timeLocale, useOwnZone());
  if (forgets_at === null || forgets_in_days === null || !isSoon(forgets_in_days)) return null;
  return (
    <Notice kind="warning">
      {forgets_in_days === 0
        ? words.forgetsNow
        : words.forgetsSoon(forgets_in_days, times.dayAndMinute(new Date(forgets_at)))}
    </Notice>
  );
}
