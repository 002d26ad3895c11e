import { useMemo } from "react";
import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import type { TimeFormat } from "../../time/format";
import { ceiling, isWholeDays, labelled, range, type Selection } from "./buckets";
import styles from "./Chart.module.css";
import { tickName } from "./labels";

type BarsProps = {
  histogram: Histogram;
  width: number;
  height: number;
  selection: Selection | null;
  hovered: number | null;
  times: TimeFormat;
};

const labelHeight = 18;
// `30 Sept` and `30 Sept 18:00` in the label's size: a label that would leave the picture is left out.
const widestDay = 46;
const widestTime = 78;
// A bar that stands for something is seen, however few it stands for.
const leastHeight = 1.5;

/** The picture alone: success below, failure on top, labels under the buckets. Sizes in CSS pixels. */
export function Bars({ histogram, width, height, selection, hovered, times }: BarsProps) {
  const messages = useMessages();
  const { buckets } = histogram;
  const step = width / buckets.length;
  const floor = height - labelHeight;
  const top = ceiling(buckets);

  const bars = useMemo(() => {
    const gap = step > 6 ? 2 : step > 3 ? 1 : 0;
    const tall = (count: number) => (count === 0 ? 0 : Math.max(leastHeight, (count / top) * (floor - 4)));
    return buckets.flatMap((bucket, at) => {
      const failed = tall(bucket.failures);
      const fine = tall(bucket.count - bucket.failures);
      const x = at * step + gap / 2;
      return [
        fine > 0 && (
          <rect
            key={`s${at}`}
            className={styles.success}
            x={x}
            y={floor - fine}
            width={step - gap}
            height={fine}
          />
        ),
        failed > 0 && (
          <rect
            key={`f${at}`}
            className={styles.failure}
            x={x}
            y={floor - fine - failed}
            width={step - gap}
            height={failed}
          />
        ),
      ];
    });
  }, [buckets, step, floor, top]);

  const widest = isWholeDays(histogram.interval) ? widestDay : widestTime;
  const ticks = labelled(buckets.length, Math.max(1, Math.floor(width / 104))).filter(
    (at) => at === 0 || at * step + widest <= width,
  );
  const chosen = selection && range(selection);
  return (
    <svg className={styles.svg} width={width} height={height} aria-hidden>
      <line className={styles.line} x1={0} x2={width} y1={floor + 0.5} y2={floor + 0.5} />
      {hovered !== null && (
        <rect className={styles.hovered} x={hovered * step} y={0} width={step} height={floor} />
      )}
      {bars}
      {chosen && (
        <rect
          className={styles.selected}
          x={chosen.first * step}
          y={0}
          width={(chosen.last - chosen.first + 1) * step}
          height={floor}
        />
      )}
      <text className={styles.label} x={width} y={9} textAnchor="end">
        {messages.number(top)}
      </text>
      {ticks.map((at, order) => (
        <text key={at} className={styles.label} x={at * step} y={height - 3}>
          {tickName(histogram, at, ticks[order - 1], times)}
        </text>
      ))}
    </svg>
  );
}
