import styles from "./FacetParts.module.css";

/** Keeps the place of values that are on their way. */
export function FacetSkeleton({ rows }: { rows: number }) {
  return (
    <div className={styles.skeletons} aria-hidden>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className={styles.skeleton} />
      ))}
    </div>
  );
}
