import { ChartColumn, Table2, ZoomOut } from "lucide-react";
import { useRef, useState } from "react";
import type { Histogram } from "../../api/schema";
import { useMessages } from "../../messages";
import { useSession } from "../../session/session";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { usePhone } from "../../ui/useMediaQuery";
import { useShortcut } from "../../ui/useShortcut";
import { useExplorer } from "../explorer";
import { FreshnessLine } from "../freshness/FreshnessLine";
import { periodName, resolvePeriod } from "../period/period";
import { zoom, type Selection } from "./buckets";
import { Chart } from "./Chart";
import { HistogramTable } from "./HistogramTable";
import styles from "./HistogramPanel.module.css";
import { IntervalChoice } from "./IntervalChoice";
import { Readout } from "./Readout";
import { usePointing } from "./usePointing";
import { useZoom } from "./useZoom";

type HistogramPanelProps = { histogram: Histogram | undefined; outdated: boolean };

/** Events over time, drawn or as a table; a selection zooms the period, Esc goes back out. */
export function HistogramPanel({ histogram, outdated }: HistogramPanelProps) {
  const messages = useMessages();
  const words = messages.histogram;
  const { state, zone, times } = useExplorer();
  const { retention_days } = useSession();
  const [view, setView] = useState<"chart" | "table">("chart");
  const phone = usePhone();
  const { zoomTo, zoomOut, outer } = useZoom();

  const onZoom = (selection: Selection) => {
    const period = histogram && zoom(histogram, selection, zone, resolvePeriod(state, zone, new Date()));
    if (period) zoomTo(period);
  };
  const pointing = usePointing(histogram, { onZoom, onZoomOut: zoomOut });
  // A button that is gone after it was pressed takes the focus along; the chart keeps it, where Esc leads back.
  const panel = useRef<HTMLElement>(null);
  const focusChart = () => panel.current?.querySelector<HTMLElement>("[role=slider]")?.focus();
  // With an event open, Esc closes that.
  useShortcut((key) => key === "Escape" && state.event === null && zoomOut());

  const drawn = histogram && histogram.buckets.length > 0 ? histogram : null;
  return (
    <section ref={panel} className={styles.panel} aria-label={words.label}>
      <div className={styles.legend}>
        <span className={cx(styles.key, styles.success)}>{words.success}</span>
        <span className={cx(styles.key, styles.failure)}>{words.failure}</span>
        <IntervalChoice histogram={histogram} />
        <div className={styles.place}>
          {drawn && view === "chart" && (
            <Readout
              histogram={drawn}
              pointing={pointing}
              onZoomIn={() => {
                pointing.zoomIn();
                focusChart();
              }}
            />
          )}
        </div>
        {!phone && <FreshnessLine />}
        {outer && (
          <Button
            look="plain"
            className={cx(styles.tool, styles.out)}
            aria-label={words.zoomOutTo(periodName(outer, retention_days, messages, times))}
            onPress={() => {
              zoomOut();
              focusChart();
            }}
          >
            <ZoomOut size={15} aria-hidden />
            {!phone && words.zoomOut}
          </Button>
        )}
        <Button
          look="plain"
          shape="square"
          className={styles.tool}
          aria-label={view === "chart" ? words.asTable : words.asChart}
          onPress={() => setView(view === "chart" ? "table" : "chart")}
        >
          {view === "chart" ? <Table2 size={15} aria-hidden /> : <ChartColumn size={15} aria-hidden />}
        </Button>
      </div>
      <div className={cx(styles.body, view === "table" && styles.tall, outdated && styles.outdated)}>
        {histogram && !drawn && <p className={styles.empty}>{words.empty}</p>}
        {drawn && view === "chart" && (
          <Chart histogram={drawn} height={phone ? 62 : 104} pointing={pointing} />
        )}
        {drawn && view === "table" && (
          <HistogramTable histogram={drawn} onZoom={(at) => onZoom({ anchor: at, focus: at })} />
        )}
      </div>
    </section>
  );
}
