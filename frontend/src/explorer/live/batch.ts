/**
 * Frames of the tail, handed on together when the screen is drawn next: two hundred events a second are then a few
 * changes of the list, not two hundred.
 */
import type { Frame } from "../../api/schema";

/** The list changes at most so often; nobody reads faster. */
const leastPauseMS = 100;

/** A hidden page draws nothing, so there a timer has to do. */
const hiddenPauseMS = 500;

export type Batch = { add: (frame: Frame) => void; close: () => void };

export function createBatch(take: (frames: Frame[]) => void): Batch {
  let waiting: Frame[] = [];
  let cancel: (() => void) | null = null;
  let last = -Infinity;

  const flush = () => {
    cancel?.();
    cancel = null;
    last = performance.now();
    const frames = waiting;
    waiting = [];
    if (frames.length > 0) take(frames);
  };

  const schedule = () => {
    // What was to be drawn when the page got hidden would wait for its return: the timer is there in any case.
    const timer = setTimeout(flush, hiddenPauseMS);
    let drawing = 0;
    const soon = setTimeout(
      () => (drawing = requestAnimationFrame(flush)),
      Math.max(0, last + leastPauseMS - performance.now()),
    );
    cancel = () => {
      clearTimeout(timer);
      clearTimeout(soon);
      cancelAnimationFrame(drawing);
    };
  };

  return {
    add: (frame) => {
      waiting.push(frame);
      if (!cancel) schedule();
    },
    close: () => {
      cancel?.();
      cancel = null;
      waiting = [];
    },
  };
}
