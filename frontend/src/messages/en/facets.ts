import { events, n } from "./count";

export const facets = {
  label: "Filter",
  button: "Filter",
  only: "only",
  onlyLabel: (value: string) => `Only ${value}`,
  exclude: "Leave out",
  excludeLabel: (value: string) => `Leave out ${value}`,
  letIn: "Let in again",
  find: (field: string) => `Find in ${field}`,
  others: "Those with the most events; find others by name",
  failed: "Could not be counted",
  clear: "Clear",
  clearLabel: (facet: string) => `Clear ${facet}`,
  value: (label: string, count: number) => `${label}, ${events(count)}`,
  more: (count: number) => `Show ${n(count)} more`,
  fewer: "Show fewer",
  empty: "No values",
  done: "Show events",
};
