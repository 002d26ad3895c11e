import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Whether the page is being printed. Drawn before the browser takes its picture, which waits for nobody. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(() => window.matchMedia("print").matches);
  useEffect(() => {
    const set = (now: boolean) => flushSync(() => setPrinting(now));
    const begin = () => set(true);
    const end = () => set(false);
    // What asks for the print style without printing, as a preview does, tells it by the media query alone.
    const media = window.matchMedia("print");
    const onChange = (event: MediaQueryListEvent) => set(event.matches);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    media.addEventListener("change", onChange);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
      media.removeEventListener("change", onChange);
    };
  }, []);
  return printing;
}
