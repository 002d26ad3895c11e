import { memo, useMemo } from "react";
import type { Bucket, Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import type { TimeFormat } from "../../time/format";
import { ceiling, isWholeDays } from "./buckets";
import styles from "./Chart.module.css";
import { tickName } from "./labels";
import { ticks } from "./ticks";

type BarsProps = { histogram: Histogram; width: number; height: number; times: TimeFormat };

export const labelHeight = 18;
// `30 Sept` and `30 Sept 18:00` in the label's size: a label that would leave the picture is left out.
const widestDay = 46;
const widestTime = 78;
// A bar that stands for something is seen, however few it stands for.
const leastHeight = 1.5;
// Narrower bars are too small to show a hatch.
const leastHatched = 5;

/** The picture alone: success below, failure hatched on top, labels under the buckets. Sizes in CSS pixels. */
export const Bars = memo(function Bars({ histogram, width, height, times }: BarsProps) {
  const messages = useMessages();
  const { buckets } = histogram;
  const step = width / buckets.length;
  const floor = height - labelHeight;
  const top = ceiling(buckets);
  const drawn = useMemo(() => outlines(buckets, { step, floor, top }), [buckets, step, floor, top]);

  const widest = isWholeDays(histogram.interval) ? widestDay : widestTime;
  const labelled = ticks(buckets, Math.max(1, Math.floor(width / 92))).filter(
    (at) => at === 0 || at * step + widest <= width,
  );
  return (
    <svg className={styles.svg} width={width} height={height} aria-hidden>
      <defs>
        <pattern
          id="histogram-failure"
          width={4}
          height={4}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className={styles.failure} width={4} height={4} />
          <rect className={styles.hatch} width={1.3} height={4} />
        </pattern>
      </defs>
      <line className={styles.line} x1={0} x2={width} y1={floor + 0.5} y2={floor + 0.5} />
      <path className={styles.success} d={drawn.success} />
      <path
        className={styles.failure}
        d={drawn.failure}
        {...(step >= leastHatched ? { style: { fill: "url(#histogram-failure)" } } : {})}
      />
      <text className={styles.label} x={width} y={9} textAnchor="end">
        {messages.number(top)}
      </text>
      {labelled.map((at, order) => (
        <text key={at} className={styles.label} x={at * step} y={height - 3}>
          {tickName(histogram, at, labelled[order - 1], times)}
        </text>
      ))}
    </svg>
  );
});

/** All bars of a kind as one outline: two elements, however many buckets there are. */
function outlines(
  buckets: readonly Bucket[],
  { step, floor, top }: { step: number; floor: number; top: number },
): { success: string; failure: string } {
  const gap = step > 6 ? 2 : step > 3 ? 1 : 0;
  const tall = (count: number) => (count === 0 ? 0 : Math.max(leastHeight, (count / top) * (floor - 4)));
  const bar = (at: number, bottom: number, height: number) =>
    height === 0
      ? ""
      : `M${round(at * step + gap / 2)} ${round(bottom)}v${-round(height)}h${round(step - gap)}v${round(height)}z`;
  const parts = buckets.map(({ count, failures }, at) => {
    const fine = tall(count - failures);
    return [bar(at, floor, fine), bar(at, floor - fine, tall(failures))] as const;
  });
  return {
    success: parts.map(([success]) => success).join(""),
    failure: parts.map(([, failure]) => failure).join(""),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;
