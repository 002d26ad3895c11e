/** How wide the panel may be, in CSS pixels. Pure. */
export const leastPanel = 320;
export const usualPanel = 420;

// Navigation, filters and a table in which rows can still be told apart.
const besides = 850;

// Up to here the panel lies over the table; the same width stands in the style sheet.
const overlaid = 1240;

/** The most that leaves the table readable beside it. */
export function mostPanel(windowWidth: number): number {
  const most = windowWidth <= overlaid ? windowWidth * 0.6 : windowWidth - besides;
  return Math.max(leastPanel, Math.min(1000, Math.floor(most)));
}

/** A kept or wanted width within the bounds; the usual one for what is no width. */
export function panelWidth(wanted: number | string | null, windowWidth: number): number {
  const width = typeof wanted === "string" ? Number(wanted) : wanted;
  const sound = width !== null && Number.isFinite(width) && width > 0 ? width : usualPanel;
  return Math.round(Math.min(mostPanel(windowWidth), Math.max(leastPanel, sound)));
}
