import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { useExplorer } from "../explorer";
import { range, sum } from "./buckets";
import styles from "./HistogramPanel.module.css";
import { bucketWords, spanName } from "./labels";
import type { Pointing } from "./usePointing";

type ReadoutProps = { histogram: Histogram; pointing: Pointing; onZoomIn: () => void };

/** The bucket pointed at, or what is selected, in words: over the chart and always in the same place. */
export function Readout({ histogram, pointing, onZoomIn }: ReadoutProps) {
  const messages = useMessages();
  const { zone, times } = useExplorer();
  const { selection, hovered, dragging } = pointing;
  const single = selection === null || selection.anchor === selection.focus;
  // A selection that stands is told before what the mouse passes over.
  const at = single && !dragging ? (hovered ?? selection?.focus ?? null) : (selection?.focus ?? null);
  if (at === null) return null;
  const words = () => {
    if (single) return bucketWords(histogram, at, zone, times, messages);
    const { count, failures } = sum(histogram.buckets, selection);
    return messages.histogram.bucket(spanName(histogram, range(selection), zone, times), count, failures);
  };
  return (
    <div className={styles.readout}>
      {/* The slider says the same to whoever does not see it. */}
      <span className={styles.pointed} aria-hidden>
        {words()}
      </span>
      {selection && !dragging && (
        <Button look="text" className={styles.zoom} onPress={onZoomIn}>
          {messages.histogram.zoomIn}
        </Button>
      )}
    </div>
  );
}
