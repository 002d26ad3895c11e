import { events, n } from "./count";

const listed = (days: string[]) =>
  days.length <= 7 ? days.join(", ") : `${days.slice(0, 6).join(", ")} and ${n(days.length - 6)} more`;

export const results = {
  label: "Events",
  newestFirst: "Newest first. Sort oldest first",
  oldestFirst: "Oldest first. Sort newest first",
  exact: "exact",
  totalSpoken: (count: number, exact: boolean) => `${exact ? "" : "At least "}${events(count)}`,
  took: (ms: number) => `${ms < 10 ? ms.toFixed(1) : n(Math.round(ms))} ms`,
  loading: "Loading events",
  loadingMore: "Loading more events",
  end: (count: number) => `All ${events(count)} shown`,
  moreFailed: "More events could not be loaded.",
  missing: (days: string[]) =>
    `${days.length === 1 ? "This day" : `${n(days.length)} days`} could not be read, so the numbers here are lower bounds: ${listed(days)}`,
};
