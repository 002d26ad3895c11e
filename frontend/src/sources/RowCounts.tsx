import styles from "./RowCounts.module.css";
import { useWords } from "./words";

/** Rows by what became of them; of those that were rejected, why. */
export function RowCounts({ rows }: { rows: Record<string, number> }) {
  const words = useWords();
  const { accepted = 0, duplicate = 0, ...codes } = rows;
  const rejected = Object.entries(codes).sort(([, a], [, b]) => b - a);
  const total = rejected.reduce((sum, [, count]) => sum + count, 0);
  if (accepted + duplicate + total === 0) return <>{words.noRows}</>;
  return (
    <ul className={styles.rows}>
      <li>{words.accepted(accepted)}</li>
      {duplicate > 0 && <li>{words.duplicates(duplicate)}</li>}
      {total > 0 && (
        <li>
          {words.rejected(total)}
          <ul className={styles.reasons}>
            {rejected.map(([code, count]) => (
              <li key={code}>{words.rejectedFor(count, words.codes[code] ?? code)}</li>
            ))}
          </ul>
        </li>
      )}
    </ul>
  );
}
