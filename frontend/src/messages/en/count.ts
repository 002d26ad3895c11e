import { unitsOf } from "../units";

/** Numbers and plurals, as English writes them. */
const number = new Intl.NumberFormat("en");

export const n = (value: number) => number.format(value);

export const some = (count: number, one: string, many: string) => `${n(count)} ${count === 1 ? one : many}`;

export const events = (count: number) => some(count, "event", "events");

export const { size, percent } = unitsOf("en");
