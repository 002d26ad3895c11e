import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import { useWidth } from "../../ui/useWidth";
import { useExplorer } from "../explorer";
import { Bars, labelHeight } from "./Bars";
import { range } from "./buckets";
import styles from "./Chart.module.css";
import { bucketWords, selectionWords } from "./labels";
import type { Pointing } from "./usePointing";

type ChartProps = { histogram: Histogram; height: number; pointing: Pointing };

/** The drawn histogram. Drag or click zooms; so do arrow keys, Shift and Enter on the focused chart. */
export function Chart({ histogram, height, pointing }: ChartProps) {
  const messages = useMessages();
  const { zone, times } = useExplorer();
  const [measure, width] = useWidth();
  const { selection, hovered, handlers } = pointing;
  const last = histogram.buckets.length - 1;
  const focus = Math.min(selection?.focus ?? last, last);
  const several = selection !== null && selection.anchor !== selection.focus;
  const spoken = several
    ? selectionWords(histogram, selection, zone, times, messages)
    : bucketWords(histogram, focus, zone, times, messages);
  return (
    <div
      ref={measure}
      className={styles.chart}
      role="slider"
      tabIndex={0}
      aria-label={messages.histogram.slider}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={focus}
      aria-valuetext={spoken}
      {...handlers}
    >
      {width > 0 && <Bars histogram={histogram} width={width} height={height} times={times} />}
      {hovered !== null && <Band first={hovered} last={hovered} of={last + 1} className={styles.hovered} />}
      {selection && <Band {...range(selection)} of={last + 1} className={styles.selected} />}
    </div>
  );
}

type BandProps = { first: number; last: number; of: number; className: string | undefined };

/** A run of buckets, shaded from top to floor. Apart from the bars, which need not be drawn again for it. */
function Band({ first, last, of, className }: BandProps) {
  const percent = (buckets: number) => `${(buckets / of) * 100}%`;
  return (
    <div
      className={className}
      style={{ left: percent(first), width: percent(last + 1 - first), bottom: labelHeight }}
    />
  );
}
