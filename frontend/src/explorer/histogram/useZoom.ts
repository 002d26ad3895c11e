import { useState } from "react";
import type { Interval } from "../../state/search-state";
import { useExplorer } from "../explorer";
import type { Period } from "../period/period";

/** A zoom that was made: where it led, and where from. */
type Zoom = { before: Period & { interval: Interval }; after: Period };

/** Zooms into periods, and back out of each. Beside the browser's Back, which leads the same way. */
export function useZoom() {
  const { state, change } = useExplorer();
  const [trail, setTrail] = useState<Zoom[]>([]);
  // Of the zooms made, those that led to where the reader is; another period since then ends the trail.
  const last = trail.findLastIndex(({ after }) => after.from === state.from && after.to === state.to);
  const made = trail.slice(0, last + 1);
  const { from, to, interval } = state;
  return {
    zoomTo: (period: Period) => {
      if (period.from === from && period.to === to) return;
      setTrail([...made, { before: { from, to, interval }, after: period }]);
      change({ ...period, interval: "auto" });
    },
    /** The period that the last zoom began at; null if there was none. */
    outer: made.at(-1)?.before ?? null,
    zoomOut: (): boolean => {
      const zoom = made.at(-1);
      if (!zoom) return false;
      setTrail(made.slice(0, -1));
      change(zoom.before);
      return true;
    },
  };
}
