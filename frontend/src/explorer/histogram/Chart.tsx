import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import { useWidth } from "../../ui/useWidth";
import { useExplorer } from "../explorer";
import { Bars } from "./Bars";
import { bucketAt, moveSelection, range, sum, type Selection } from "./buckets";
import styles from "./Chart.module.css";
import { bucketName, spanName } from "./labels";

type ChartProps = { histogram: Histogram; height: number; onZoom: (selection: Selection) => void };

/** The drawn histogram. Drag or click zooms; so do arrow keys, Shift and Enter on the focused chart. */
export function Chart({ histogram, height, onZoom }: ChartProps) {
  const messages = useMessages();
  const { zone, times } = useExplorer();
  const [measure, width] = useWidth();
  const [selection, setSelection] = useState<Selection | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const dragging = useRef(false);
  const { buckets } = histogram;

  const under = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return bucketAt((event.clientX - box.left) / box.width, buckets.length);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && selection) onZoom(selection);
    else if (event.key === "Escape") setSelection(null);
    else {
      const current = selection ?? { anchor: buckets.length, focus: buckets.length };
      const next = moveSelection(current, event.key, event.shiftKey && selection !== null, buckets.length);
      if (!next) return;
      setSelection(next);
    }
    event.preventDefault();
  };

  const focus = selection?.focus ?? buckets.length - 1;
  const name = (at: number) => bucketName(histogram, at, zone, times, messages);
  const dragged = selection !== null && selection.anchor !== selection.focus;
  const single = (at: number) =>
    messages.histogram.bucket(name(at), buckets[at]?.count ?? 0, buckets[at]?.failures ?? 0);
  const spoken = (at: number) => {
    if (!dragged) return single(at);
    const { first, last } = range(selection);
    const { count, failures } = sum(buckets, selection);
    return messages.histogram.selection(name(first), name(last), count, failures);
  };
  const shortly = (at: number) => {
    if (!dragged) return single(at);
    const { first, last } = range(selection);
    const { count, failures } = sum(buckets, selection);
    const whole = spanName(histogram, first, last, zone, times, messages);
    return messages.histogram.bucket(whole, count, failures);
  };

  const tipped = hovered ?? selection?.focus ?? null;
  return (
    <div
      ref={measure}
      className={styles.chart}
      role="slider"
      tabIndex={0}
      aria-label={messages.histogram.slider}
      aria-valuemin={0}
      aria-valuemax={buckets.length - 1}
      aria-valuenow={focus}
      aria-valuetext={spoken(focus)}
      onKeyDown={onKeyDown}
      onBlur={() => setSelection(null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        const at = under(event);
        setSelection({ anchor: at, focus: at });
      }}
      onPointerMove={(event) => {
        const at = under(event);
        setHovered(at);
        if (dragging.current) setSelection((now) => now && { ...now, focus: at });
      }}
      onPointerUp={() => {
        if (dragging.current && selection) onZoom(selection);
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
        setSelection(null);
      }}
      onPointerLeave={() => setHovered(null)}
    >
      {width > 0 && (
        <Bars
          histogram={histogram}
          width={width}
          height={height}
          selection={selection}
          hovered={hovered}
          times={times}
        />
      )}
      {tipped !== null && (
        <div
          className={styles.tip}
          aria-hidden
          style={{ left: `clamp(0px, ${((tipped + 0.5) / buckets.length) * 100}% - 150px, 100% - 300px)` }}
        >
          {hovered !== null && !dragged ? single(hovered) : shortly(tipped)}
        </div>
      )}
    </div>
  );
}
