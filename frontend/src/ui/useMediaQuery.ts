import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds, now and as it changes. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** The phone layout: one column, sheets instead of popovers. The same width stands in the style sheets. */
export function usePhone(): boolean {
  return useMediaQuery("(max-width: 760px)");
}
