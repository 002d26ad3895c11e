/** Conditions written in the question language: what a choice or a form puts into the question. */
import type { FilterName } from "../state/search-state";
import { isOperator, plain } from "./lex";

/** How the question language calls a filter. */
export const prefixOf: Record<FilterName, string> = {
  user: "user",
  target: "target",
  task: "task",
  status: "status",
  service_type: "via",
};

/** True for what the question reads as one plain word, whatever stands before it. */
const isPlainWord = (text: string) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M}.@_*+/-]*$/u.test(text);

/**
 * Words that must stand side by side, in a field or, without one, anywhere: `user:kim`, `"seoul sales"`.
 * Quotation marks can't be looked for and fall out; empty where nothing is left.
 */
export function wordsText(field: FilterName | null, value: string): string {
  return anyOfText(field, [value]);
}

/** The same for several values, any of which will do: `user:(kim or "lee jiho")`. */
export function anyOfText(field: FilterName | null, values: readonly string[]): string {
  const texts = [...new Set(values.map((value) => oneText(field, value)).filter(Boolean))];
  const [first = "", ...others] = texts;
  if (first === "") return "";
  const text = others.length === 0 ? first : `(${texts.join(" or ")})`;
  return field === null ? text : `${prefixOf[field]}:${text}`;
}

function oneText(field: FilterName | null, value: string): string {
  let words = value.replace(/["＂“”„]/g, " ");
  // Behind a person's field an address would be that address alone; its words side by side are what holds it.
  if (field === "user" || field === "target") words = words.replace(/[@＠]/g, " ");
  const tidy = words.replace(/\s+/g, " ").trim();
  // A star is any letters outside quotes only, in one word.
  const isPattern = /^[\p{L}\p{N}\p{M}.*]+$/u.test(tidy) && tidy.includes("*");
  // Without a field, a word such as "yesterday" is itself in quotes only; so are operators everywhere.
  if (tidy === "" || isPattern || (field !== null && isPlainWord(tidy) && !isOperator(tidy))) return tidy;
  return `"${tidy}"`;
}

/**
 * The value as it stands behind its field and means exactly itself: an address, or the label of a known code in the
 * reader's language. Null where the question has no exact way to say it; a filter has.
 */
export function exactValueText(field: FilterName, value: string, label: string | undefined): string | null {
  const people = field === "user" || field === "target";
  const text = people ? value : label;
  if (text === undefined || plain(text).includes('"') || /^\s|\s$|\s\s/.test(text)) return null;
  if (people && !/^[^@]+@[^@]+$/.test(text)) return null;
  return isPlainWord(text) && !text.includes("*") ? text : `"${text}"`;
}
