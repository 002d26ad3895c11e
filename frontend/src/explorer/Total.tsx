import { useMessages } from "../messages";
import { useExplorer } from "./explorer";
import { Waiting } from "./states/Waiting";
import styles from "./Total.module.css";
import type { ScreenQuery } from "./useScreen";

type TotalProps = { query: ScreenQuery; liveRows: number | null };

/** How many events match, whether that is all of it, and how long it took; while that is asked, how long it takes. */
export function Total({ query, liveRows }: TotalProps) {
  const { question } = useExplorer();
  return (
    <div className={styles.line}>
      <Count query={query} liveRows={liveRows} />
      {query.loading && <Waiting key={JSON.stringify(question)} onCancel={query.cancel} />}
    </div>
  );
}

/** Spoken when it changes. */
function Count({ query, liveRows }: TotalProps) {
  const messages = useMessages();
  const words = messages.results;
  const { screen, awaited, loading } = query;
  if (!screen) {
    return (
      <p className={styles.total} role="status">
        {loading ? words.loading : ""}
      </p>
    );
  }
  const exact = screen.total.relation === "exact";
  return (
    <p className={styles.total} role="status" aria-busy={awaited}>
      <strong className={awaited ? styles.outdated : undefined}>
        {words.totalSpoken(screen.total.value, exact)}
      </strong>
      {exact && <span className={styles.more}>{words.exact}</span>}
      <span className={styles.more} aria-hidden>
        {words.took(screen.took_ms)}
      </span>
      {liveRows !== null && liveRows > 0 && (
        <span className={styles.more}>{messages.live.newest(liveRows)}</span>
      )}
    </p>
  );
}
