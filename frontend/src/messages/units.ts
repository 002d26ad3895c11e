/** Amounts with their units, as a language writes them. */

const steps = [
  { from: 1e9, unit: "gigabyte" },
  { from: 1e6, unit: "megabyte" },
];
const smallest = { from: 1e3, unit: "kilobyte" };

const times = [
  { from: 5400, seconds: 3600, unit: "hour" },
  { from: 90, seconds: 60, unit: "minute" },
  { from: 0, seconds: 1, unit: "second" },
];

export function unitsOf(locale: string) {
  const format = (unit: string, digits: number, unitDisplay: "short" | "long") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits: digits });
  const share = new Intl.NumberFormat(locale, { style: "percent" });
  return {
    /** 0.4 kB, 252 kB, 1.2 GB */
    size: (bytes: number) => {
      const { from, unit } = steps.find((step) => bytes >= step.from) ?? smallest;
      const amount = bytes / from;
      return format(unit, amount < 10 ? 1 : 0, "short").format(amount);
    },
    /** 12 seconds, 3 minutes; never less than one second. */
    duration: (seconds: number) => {
      const step = times.find(({ from }) => seconds >= from) ?? { seconds: 1, unit: "second" };
      return format(step.unit, 0, "long").format(Math.max(1, Math.round(seconds / step.seconds)));
    },
    /** 45%, and 100% only when it is all. */
    percent: (part: number) => share.format(part < 1 ? Math.min(part, 0.99) : 1),
  };
}
