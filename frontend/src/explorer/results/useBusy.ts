/** Tells when the reader is busy with the rows, so that live ones wait: pointing, scrolled, marking, in focus, something open. */
import { useEffect, useState, type FocusEvent, type PointerEvent, type RefObject, type UIEvent } from "react";

export function useBusy(
  scroller: RefObject<HTMLElement | null>,
  open: boolean,
  setHold: (hold: boolean) => void,
) {
  const [pointing, setPointing] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [focused, setFocused] = useState(false);
  const [marking, setMarking] = useState(false);

  useEffect(() => {
    const onChange = () => {
      const selection = document.getSelection();
      const inside = selection?.anchorNode
        ? (scroller.current?.contains(selection.anchorNode) ?? false)
        : false;
      setMarking(inside && selection?.type === "Range");
    };
    document.addEventListener("selectionchange", onChange);
    return () => document.removeEventListener("selectionchange", onChange);
  }, [scroller]);

  const hold = pointing || scrolled || focused || marking || open;
  useEffect(() => setHold(hold), [hold, setHold]);
  return {
    onPointerEnter: (event: PointerEvent) => setPointing(event.pointerType === "mouse"),
    onPointerLeave: () => setPointing(false),
    onScroll: (event: UIEvent) => setScrolled(event.currentTarget.scrollTop > 4),
    onFocus: (event: FocusEvent) => setFocused(event.target.closest("[data-key]") !== null),
    onBlur: () => setFocused(false),
  };
}
