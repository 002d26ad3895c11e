import { events, n } from "./count";

export const histogram = {
  label: "Events over time",
  slider:
    "Events over time. Arrow keys move, Shift and arrows select, Enter zooms in, Escape clears or zooms back out.",
  success: "Success",
  failure: "Failure",
  bucket: (when: string, count: number, failures: number) =>
    `${when}: ${events(count)}${failures > 0 ? `, ${n(failures)} failed` : ""}`,
  selection: (span: string, count: number, failures: number) =>
    `${span} selected: ${events(count)}${failures > 0 ? `, ${n(failures)} failed` : ""}. Enter zooms in.`,
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  zoomOutTo: (period: string) => `Zoom out to ${period}`,
  intervalLabel: "A bar stands for",
  auto: (interval: string) => (interval === "" ? "automatic" : `${interval} (auto)`),
  asTable: "Show as a table",
  asChart: "Show as a chart",
  start: "Start",
  count: "Events",
  failures: "Failures",
  empty: "No events to draw",
  interval: (amount: number, unit: string) => (amount === 1 ? unit : `${n(amount)} ${unit}s`),
  perBucket: (interval: string) => `per ${interval}`,
  units: { s: "second", m: "minute", h: "hour", d: "day", w: "week" } as Record<string, string>,
};
