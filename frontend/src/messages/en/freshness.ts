import { n, some } from "./count";

export const freshness = {
  label: "How new the log is",
  latest: (ago: string) => `latest event ${ago}`,
  none: "no events yet",
  quiet: (type: string, silence: string, usual: string) => `${type}: none for ${silence}, usually ${usual}`,
  severalQuiet: (count: number) =>
    some(count, "service type has gone quiet", "service types have gone quiet"),
  minutes: (count: number) => `${n(count)} min`,
  hours: (count: number) => `${n(count)} h`,
  days: (count: number) => some(count, "day", "days"),
  perHour: (count: number) => `${n(count)} an hour`,
  perDay: (count: number) => `${n(count)} a day`,
  newest: "Latest event",
  usually: "Usually",
  explain: "A warning means: silent now, although there usually are events at this time of the week.",
};
