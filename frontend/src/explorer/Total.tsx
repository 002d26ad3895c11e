import { useMessages } from "../messages";
import styles from "./Total.module.css";
import type { ScreenQuery } from "./useScreen";

type TotalProps = { query: ScreenQuery; liveRows: number | null };

/** How many events match, whether that is all of it, and how long it took. Spoken when it changes. */
export function Total({ query, liveRows }: TotalProps) {
  const messages = useMessages();
  const words = messages.results;
  const { screen, outdated, loading } = query;
  if (!screen) {
    return (
      <p className={styles.total} role="status">
        {loading ? words.loading : ""}
      </p>
    );
  }
  const exact = screen.total.relation === "exact";
  return (
    <p className={styles.total} role="status" aria-busy={outdated}>
      <strong className={outdated ? styles.outdated : undefined}>
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
