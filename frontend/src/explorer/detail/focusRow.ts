/** Gives the focus back to the row of an event, or to the list where the row is not drawn, once what lay over it is gone. */
export function focusRow(id: string): void {
  // An overlay gives the focus back in the frame after it is gone, to whatever opened it; this comes after.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const row = document.querySelector<HTMLElement>(`[role=grid] [data-key="${CSS.escape(id)}"]`);
      (row ?? document.getElementById("events"))?.focus({ preventScroll: true });
    }),
  );
}
