import { events, n } from "./count";

export const facets = {
  label: "Filter",
  button: "Filter",
  only: "only",
  onlyLabel: (value: string) => `Only ${value}`,
  clear: "Clear",
  clearLabel: (facet: string) => `Clear ${facet}`,
  value: (label: string, count: number) => `${label}, ${events(count)}`,
  more: (count: number) => `Show ${n(count)} more`,
  fewer: "Show fewer",
  empty: "No values",
  done: "Show events",
};
