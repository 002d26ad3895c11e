/** Amounts with their units, as a language writes them. */

const steps = [
  { from: 1e9, unit: "gigabyte" },
  { from: 1e6, unit: "megabyte" },
];
const smallest = { from: 1e3, unit: "kilobyte" };

export function unitsOf(locale: string) {
  const format = (unit: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    });
  const share = new Intl.NumberFormat(locale, { style: "percent" });
  return {
    /** 0.4 kB, 252 kB, 1.2 GB */
    size: (bytes: number) => {
      const { from, unit } = steps.find((step) => bytes >= step.from) ?? smallest;
      const amount = bytes / from;
      return format(unit, amount < 10 ? 1 : 0).format(amount);
    },
    /** 45%, and 100% only when it is all. */
    percent: (part: number) => share.format(part < 1 ? Math.min(part, 0.99) : 1),
  };
}
