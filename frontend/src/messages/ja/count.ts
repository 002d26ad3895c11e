import { unitsOf } from "../units";

/** Numbers as Japanese writes them; there is no plural. */
const number = new Intl.NumberFormat("ja");

export const n = (value: number) => number.format(value);

export const events = (count: number) => `${n(count)}件のイベント`;

export const { size, percent } = unitsOf("ja");
