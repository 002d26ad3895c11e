/** How far one moment is from another, in at most two units: 2 min 5 s. Pure. */
export type Unit = "ms" | "s" | "min" | "h" | "d";
export type Span = readonly (readonly [amount: number, unit: Unit])[];

const sizes: readonly (readonly [Unit, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** The span of so many milliseconds, never negative, cut after its second unit; empty for none. Below a second ms count, above they do not. */
export function spanOf(ms: number): Span {
  let rest = Math.abs(ms);
  const largest = sizes.findIndex(([, size]) => rest >= size);
  if (largest < 0) return [];
  return sizes.slice(largest, largest + 2).flatMap(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 || (unit === "ms" && largest < sizes.length - 1) ? [] : [[amount, unit] as const];
  });
}
