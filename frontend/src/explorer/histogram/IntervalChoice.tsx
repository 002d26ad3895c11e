import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import { fits } from "../../state/interval";
import { intervals, type Interval } from "../../state/search-state";
import { useExplorer } from "../explorer";
import { bucketEnd } from "./buckets";
import styles from "./HistogramPanel.module.css";
import { intervalName } from "./labels";

/** How much time a bar stands for: by itself what suits the period, or what the reader chooses. Kept in the address. */
export function IntervalChoice({ histogram }: { histogram: Histogram | undefined }) {
  const messages = useMessages();
  const words = messages.histogram;
  const { state, change, zone } = useExplorer();
  const length = histogram ? lengthOf(histogram, zone) : 0;
  const name = (interval: string) => words.perBucket(intervalName(interval, messages));
  return (
    <select
      className={styles.interval}
      aria-label={words.intervalLabel}
      value={state.interval}
      onChange={(event) => change({ interval: event.target.value as Interval })}
    >
      {intervals.map((interval) => (
        <option key={interval} value={interval} disabled={!fits(interval, length)}>
          {interval === "auto"
            ? words.auto(histogram && state.interval === "auto" ? name(histogram.interval) : "")
            : name(interval)}
        </option>
      ))}
    </select>
  );
}

function lengthOf(histogram: Histogram, zone: string): number {
  const [first] = histogram.buckets;
  if (!first) return 0;
  return bucketEnd(histogram, histogram.buckets.length - 1, zone).getTime() - Date.parse(first.start);
}
