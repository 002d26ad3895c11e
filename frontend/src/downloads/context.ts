import { createContext, useContext, useSyncExternalStore } from "react";
import type { Download, Downloads } from "./downloads";

const DownloadsContext = createContext<Downloads | null>(null);
export const DownloadsProvider = DownloadsContext.Provider;

/** What starts, cancels and lists downloads. */
export function useDownloads(): Downloads {
  const downloads = useContext(DownloadsContext);
  if (!downloads) throw new Error("bug: no downloads here");
  return downloads;
}

/** The downloads themselves, as they come on. */
export function useDownloadList(): readonly Download[] {
  const { subscribe, list } = useDownloads();
  return useSyncExternalStore(subscribe, list);
}
