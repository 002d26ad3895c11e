import { useSyncExternalStore, useState } from "react";
import { keep, kept } from "../../app/kept";
import { panelWidth } from "./width";

/** The panel's width in CSS pixels, within what the window allows; a chosen one is kept. */
export function useKeptWidth(): [number, (width: number) => void] {
  const windowWidth = useSyncExternalStore(onResize, () => window.innerWidth);
  const [wanted, setWanted] = useState<number | string | null>(() => kept("detailWidth"));
  const choose = (width: number) => {
    const allowed = panelWidth(width, windowWidth);
    setWanted(allowed);
    keep("detailWidth", String(allowed));
  };
  return [panelWidth(wanted, windowWidth), choose];
}

function onResize(tell: () => void) {
  window.addEventListener("resize", tell);
  return () => window.removeEventListener("resize", tell);
}
