import { unitsOf } from "../units";

/** Numbers as Korean writes them; there is no plural. */
const number = new Intl.NumberFormat("ko");

export const n = (value: number) => number.format(value);

export const events = (count: number) => `이벤트 ${n(count)}건`;

export const { size, percent } = unitsOf("ko");
