import { useEffect, useRef } from "react";

// What is open, the latest on top.
const open: object[] = [];

/**
 * Closes what lies on top by Escape also while nothing has the focus: what had it may just have gone, as a button does
 * whose press shows something else in its place. With a focus inside, Escape is the overlay's own.
 */
export function useLostEscape(onClose: () => void): void {
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  }, [onClose]);
  useEffect(() => {
    const own = {};
    open.push(own);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || document.activeElement !== document.body || open.at(-1) !== own) return;
      event.preventDefault(); // it is no longer meant for the page below
      latest.current();
    };
    document.addEventListener("keydown", onKey, true);
    return () => {
      document.removeEventListener("keydown", onKey, true);
      open.splice(open.indexOf(own), 1);
    };
  }, []);
}
