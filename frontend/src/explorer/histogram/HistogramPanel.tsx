import { ChartColumn, Table2 } from "lucide-react";
import { useState } from "react";
import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { usePhone } from "../../ui/useMediaQuery";
import { useExplorer } from "../explorer";
import { resolvePeriod } from "../period/period";
import { zoom, type Selection } from "./buckets";
import { Chart } from "./Chart";
import { HistogramTable } from "./HistogramTable";
import styles from "./HistogramPanel.module.css";
import { intervalName } from "./labels";

type HistogramPanelProps = { histogram: Histogram | undefined; outdated: boolean };

/** Events over time, drawn or as a table; a selection zooms the period, and Back undoes it. */
export function HistogramPanel({ histogram, outdated }: HistogramPanelProps) {
  const messages = useMessages();
  const words = messages.histogram;
  const { state, change, zone } = useExplorer();
  const [view, setView] = useState<"chart" | "table">("chart");
  const phone = usePhone();

  const onZoom = (selection: Selection) => {
    if (!histogram) return;
    const period = zoom(histogram, selection, zone, resolvePeriod(state, zone, new Date()));
    if (period) change({ ...period, interval: "auto" });
  };

  const buckets = histogram?.buckets ?? [];
  return (
    <section className={cx(styles.panel, outdated && styles.outdated)} aria-label={words.label}>
      <div className={styles.legend}>
        <span className={cx(styles.key, styles.success)}>{words.success}</span>
        <span className={cx(styles.key, styles.failure)}>{words.failure}</span>
        {histogram && buckets.length > 0 && (
          <span className={styles.interval}>
            {words.perBucket(intervalName(histogram.interval, messages))}
          </span>
        )}
        <Button
          look="plain"
          shape="square"
          className={styles.toggle}
          aria-label={view === "chart" ? words.asTable : words.asChart}
          onPress={() => setView(view === "chart" ? "table" : "chart")}
        >
          {view === "chart" ? <Table2 size={15} aria-hidden /> : <ChartColumn size={15} aria-hidden />}
        </Button>
      </div>
      <div className={cx(styles.body, view === "table" && styles.tall)}>
        {histogram && buckets.length === 0 && <p className={styles.empty}>{words.empty}</p>}
        {histogram && buckets.length > 0 && view === "chart" && (
          <Chart
            // Another set of buckets is another chart: what was selected in the old one means nothing here.
            key={`${buckets[0]?.start} ${histogram.interval} ${buckets.length}`}
            histogram={histogram}
            height={phone ? 62 : 104}
            onZoom={onZoom}
          />
        )}
        {histogram && buckets.length > 0 && view === "table" && (
          <HistogramTable histogram={histogram} onZoom={(at) => onZoom({ anchor: at, focus: at })} />
        )}
      </div>
    </section>
  );
}
