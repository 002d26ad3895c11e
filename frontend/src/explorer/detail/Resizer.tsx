import type { KeyboardEvent, PointerEvent } from "react";
import { useMessages } from "../../messages";
import styles from "./Detail.module.css";
import { leastPanel, mostPanel, usualPanel } from "./width";

type ResizerProps = { width: number; onResize: (width: number) => void };

const step = 24;

/** The panel's left edge: dragged, moved by arrow keys, or set back by a double click. */
export function Resizer({ width, onResize }: ResizerProps) {
  const words = useMessages().detail;
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault(); // no text is marked on the way
    const edge = event.currentTarget as HTMLElement;
    edge.setPointerCapture(event.pointerId);
    const begin = event.clientX;
    const onMove = (move: globalThis.PointerEvent) => onResize(width + begin - move.clientX);
    const onEnd = () => {
      edge.removeEventListener("pointermove", onMove);
      edge.removeEventListener("lostpointercapture", onEnd);
    };
    edge.addEventListener("pointermove", onMove);
    edge.addEventListener("lostpointercapture", onEnd);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const widths: Record<string, number> = {
      ArrowLeft: width + step,
      ArrowRight: width - step,
      Home: leastPanel,
      End: mostPanel(window.innerWidth),
    };
    const next = widths[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onResize(next);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={words.resize}
      aria-valuenow={width}
      aria-valuemin={leastPanel}
      aria-valuemax={mostPanel(window.innerWidth)}
      tabIndex={0}
      className={styles.resizer}
      onPointerDown={onPointerDown}
      onDoubleClick={() => onResize(usualPanel)}
      onKeyDown={onKeyDown}
    />
  );
}
