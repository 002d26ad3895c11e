/** Lengths of time, as a language writes them; apart from units.ts, for the first load has none. */

const steps = [
  { from: 5400, seconds: 3600, unit: "hour" },
  { from: 90, seconds: 60, unit: "minute" },
  { from: 0, seconds: 1, unit: "second" },
];

/** 12 seconds, 3 minutes; never less than one second. */
export const durationIn = (locale: string) => (seconds: number) => {
  const step = steps.find(({ from }) => seconds >= from) ?? { seconds: 1, unit: "second" };
  const format = new Intl.NumberFormat(locale, {
    style: "unit",
    unit: step.unit,
    unitDisplay: "long",
    maximumFractionDigits: 0,
  });
  return format.format(Math.max(1, Math.round(seconds / step.seconds)));
};
