import { useEffect, useEffectEvent } from "react";

/** Runs at a key pressed anywhere but in a field or an overlay. The handler says whether it used the key. */
export function useShortcut(handle: (key: string, target: Element | null) => boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (
      target?.closest(
        "input, textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=menu], [role=slider], [role=separator]",
      )
    )
      return;
    if (handle(event.key, target)) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
