import { n } from "./count";

export const period = {
  label: "Period",
  button: (period: string, zone: string) => `Period: ${period}, ${zone}`,
  inZone: (period: string, zone: string) => `${period} · ${zone}`,
  presets: {
    "now-24h": "Last 24 hours",
    "now-7d": "Last 7 days",
    "now-30d": "Last 30 days",
    today: "Today",
    yesterday: "Yesterday",
  },
  everything: (days: number) => `Everything (${n(days)} days)`,
  common: "Common periods",
  absolute: "From – until",
  absoluteHelp: "Both minutes are included.",
  start: "From",
  end: "Until",
  previousMonth: "Previous month",
  nextMonth: "Next month",
  apply: "Apply",
  backwards: "The period must start before it ends.",
  zone: "Time zone",
  zoneHelp: "For days, times and dates in questions.",
  serverZone: (zone: string) => `${zone} (server)`,
  noZone: "No time zone has this name.",
  last: (amount: number, unit: string) => {
    const names = {
      m: ["minute", "minutes"],
      h: ["hour", "hours"],
      d: ["day", "days"],
      w: ["week", "weeks"],
    };
    const [one = unit, many = unit] = names[unit as keyof typeof names];
    return amount === 1 ? `Last ${one}` : `Last ${n(amount)} ${many}`;
  },
  since: (from: string) => `Since ${from}`,
  until: (to: string) => `Until ${to}`,
  between: (from: string, to: string) => `${from} – ${to}`,
  now: "now",
};
