import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Histogram } from "../../api/schema";
import { bucketAt, moveSelection, range, type Selection } from "./buckets";

/** A finger trembles: only what goes further than this is a drag, in CSS pixels. */
const tremble = 8;

type Drag = { from: number; x: number; touch: boolean };

/** What the reader points at and has selected in the histogram, by mouse, finger or key. */
export function usePointing(
  histogram: Histogram | undefined,
  { onZoom, onZoomOut }: { onZoom: (selection: Selection) => void; onZoomOut: () => boolean },
) {
  const count = histogram?.buckets.length ?? 0;
  const identity = `${histogram?.buckets[0]?.start} ${histogram?.interval} ${count}`;
  const [selection, setSelection] = useState<Selection | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [dragging, setDragging] = useState(false);
  const drag = useRef<Drag | null>(null);

  // Another set of buckets is another chart: what was selected in the old one means nothing here.
  const [shown, setShown] = useState(identity);
  if (shown !== identity) {
    setShown(identity);
    setSelection(null);
    setHovered(null);
    setDragging(false);
  }

  const under = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return bucketAt((event.clientX - box.left) / box.width, count);
  };
  const stop = () => {
    drag.current = null;
    setDragging(false);
  };

  // The zoom may lead to the same buckets again, a selection of all of them does: it is over with all the same.
  const zoomTo = (wanted: Selection) => {
    onZoom(wanted);
    setSelection(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      if (selection || dragging) {
        stop();
        setSelection(null);
      } else if (!onZoomOut()) return;
    } else if (event.key === "Enter" && selection) {
      zoomTo(selection);
    } else {
      const current = selection ?? { anchor: count, focus: count };
      const next = moveSelection(current, event.key, event.shiftKey && selection !== null, count);
      if (!next) return;
      setSelection(next);
      setHovered(null);
    }
    event.preventDefault();
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || count === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = under(event);
    const touch = event.pointerType === "touch";
    drag.current = { from: at, x: event.clientX, touch };
    if (!touch) {
      setSelection({ anchor: at, focus: at });
      setDragging(true);
    }
  };

  const onPointerMove = (event: PointerEvent) => {
    if (count === 0) return;
    const at = under(event);
    const from = drag.current;
    if (!from?.touch) setHovered(at);
    if (!from || (from.touch && !dragging && Math.abs(event.clientX - from.x) < tremble)) return;
    setDragging(true);
    setSelection({ anchor: from.from, focus: at });
  };

  const onPointerUp = (event: PointerEvent) => {
    const from = drag.current;
    if (!from) return;
    stop();
    if (dragging) {
      if (selection) zoomTo(selection);
      return;
    }
    // A finger covers several buckets: the first tap shows which one it met, the next one zooms into it.
    const at = under(event);
    if (selection && isIn(selection, at)) zoomTo(selection);
    else setSelection({ anchor: at, focus: at });
  };

  return {
    selection,
    hovered,
    dragging,
    /** Zooms into what is selected, if anything is. */
    zoomIn: () => {
      if (selection) zoomTo(selection);
    },
    handlers: {
      onKeyDown,
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: () => {
        stop();
        setSelection(null);
      },
      onPointerLeave: () => setHovered(null),
    },
  };
}

export type Pointing = ReturnType<typeof usePointing>;

function isIn(selection: Selection, at: number): boolean {
  const { first, last } = range(selection);
  return at >= first && at <= last;
}
