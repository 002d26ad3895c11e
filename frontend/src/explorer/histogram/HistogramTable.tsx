import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import { useExplorer } from "../explorer";
import styles from "./HistogramTable.module.css";
import { bucketName } from "./labels";

type HistogramTableProps = { histogram: Histogram; onZoom: (bucket: number) => void };

/** The histogram's numbers, newest first, for reading and for screen readers. */
export function HistogramTable({ histogram, onZoom }: HistogramTableProps) {
  const messages = useMessages();
  const words = messages.histogram;
  const { zone, times } = useExplorer();
  const rows = histogram.buckets.map((bucket, at) => ({ ...bucket, at })).reverse();
  return (
    // Focusable, so that it scrolls by keyboard.
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={words.label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.start}</th>
            <th scope="col">{words.count}</th>
            <th scope="col">{words.failures}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, start, count, failures }) => (
            <tr key={start}>
              <th scope="row">
                <button type="button" className={styles.bucket} onClick={() => onZoom(at)}>
                  {bucketName(histogram, at, zone, times, messages)}
                </button>
              </th>
              <td>{messages.number(count)}</td>
              <td>{messages.number(failures)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
