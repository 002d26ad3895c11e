/**
 * The advanced form: the same state as the search box and the filters, laid out as rows. Pure.
 * Rows must all hold; of a row's values any will do. Exact values are filters, words are the question's.
 */
import type { QuestionChip } from "../../api/schema";
import { readCondition } from "../../question/condition";
import { addText, hasText, removeText } from "../../question/edit";
import { lex, plain } from "../../question/lex";
import { anyOfText } from "../../question/write";
import {
  exclusionNames,
  exclusionOf,
  filterNames,
  type FilterName,
  type SearchState,
} from "../../state/search-state";

export const rowFields = ["words", "user", "target", "task", "status", "service_type"] as const;
export type RowField = (typeof rowFields)[number];

export const rowOps = ["is", "is_not", "contains", "contains_not"] as const;
export type RowOp = (typeof rowOps)[number];

export type Row = {
  field: RowField;
  op: RowOp;
  values: string[];
  /** The part of the question that says this row, while the row is as it was found there; null once it is changed. */
  text: string | null;
};

export type Conditions = {
  /** What of the question is in no row, in the question language. */
  words: string;
  rows: Row[];
};

/** The ways to compare that a field has: words can't be exactly the whole event. */
export function opsOf(field: RowField): readonly RowOp[] {
  return field === "words" ? ["contains", "contains_not"] : rowOps;
}

/** True where another row is this filter already: two of them would be one, any of whose values will do. */
export function isTaken(others: readonly Row[], field: RowField, op: RowOp): boolean {
  return op === "is" && others.some((other) => other.field === field && other.op === "is");
}

/** How rows of a field begin, and what a row keeps of its comparison when its field changes. */
export function opFor(field: RowField, op: RowOp | null, others: readonly Row[]): RowOp {
  const people = field === "user" || field === "target";
  const wanted = op ?? (people || field === "words" ? "contains" : "is");
  const free = opsOf(field).filter((one) => !isTaken(others, field, one));
  return free.find((one) => one === wanted) ?? (wanted === "is_not" ? "contains_not" : "contains");
}

/**
 * What the form begins with. Of the question, what stands on its own and says the same as a row becomes one; anything
 * more involved stays among the words, as typed. `liftable` holds chips back that the reader sees elsewhere.
 */
export function conditionsOf(
  state: SearchState,
  understood: readonly QuestionChip[],
  liftable: (chip: QuestionChip) => boolean = () => true,
): Conditions {
  const rows = filterNames.flatMap((field) => [
    ...filterRow(field, "is", state[field]),
    ...filterRow(field, "is_not", state[exclusionOf(field)]),
  ]);
  let words = state.q;
  for (const chip of understood) {
    const row = liftable(chip) && hasText(words, chip.text) ? rowOf(chip, understood) : null;
    if (row === null || isTaken(rows, row.field, row.op)) continue;
    rows.push(row);
    words = removeText(words, chip.text);
  }
  return { words: words.trim(), rows };
}

function filterRow(field: FilterName, op: "is" | "is_not", values: string[]): Row[] {
  return values.length === 0 ? [] : [{ field, op, values, text: null }];
}

/** The row that says exactly what the chip does, or null. */
function rowOf(chip: QuestionChip, all: readonly QuestionChip[]): Row | null {
  const { text, value } = chip;
  const negated = chip.op.startsWith("not_");
  const op = chip.op.replace("not_", "");
  if (op === "is" && isFilter(chip.field) && value !== "") {
    // Two exact values of one field at once: a filter would take either.
    const same = all.filter((other) => other.field === chip.field && other.op === "is").length;
    if (!negated && same > 1) return null;
    return { field: chip.field, op: negated ? "is_not" : "is", values: [value], text };
  }
  if (op !== "matches" && op !== "any_of") return null;
  const read = readCondition(text);
  const field = op === "any_of" ? groupField(text) : chip.field === "any" ? "words" : chip.field;
  if (read?.negated !== negated || !isRowField(field)) return null;
  // The whole field is a mark of the filters; a plain word is best where it was typed.
  if (read.values.includes("*") || (field === "words" && !negated && read.values.length === 1)) return null;
  // In a person's field an address means that address, which a row of words does not say.
  if (field !== "words" && op === "any_of" && read.values.some((one) => one.includes("@"))) return null;
  return { field, op: negated ? "contains_not" : "contains", values: read.values, text };
}

const isFilter = (field: string): field is FilterName => (filterNames as readonly string[]).includes(field);
const isRowField = (field: string): field is RowField => (rowFields as readonly string[]).includes(field);

// `user:(kim or lee)` and `by (kim or lee)` are of one field, `(a or b)` of none.
function groupField(text: string): string {
  for (const { kind, text: name } of lex(text)) {
    if (kind === "field") return name === "via" ? "service_type" : name;
    if (kind === "open" || kind === "quoted") break;
    if (/^(by|via)$/i.test(plain(name))) return /^by$/i.test(plain(name)) ? "user" : "service_type";
  }
  return "words";
}

const changed = ["q", ...filterNames, ...exclusionNames] as const;

/** The state that the filled form asks for; period, zone and looks stay. An unchanged form changes nothing. */
export function applyConditions(
  state: SearchState,
  opened: Conditions,
  filled: Conditions,
): Pick<SearchState, (typeof changed)[number]> {
  const kept = filled.rows.flatMap(({ text }) => text ?? []);
  const found = opened.rows.flatMap(({ text }) => text ?? []);
  // With the words untouched, the rest of the question stays as it was typed, word by word.
  const rest =
    filled.words.trim() === opened.words
      ? without(found, kept).reduce(removeText, state.q)
      : kept.reduce(addText, filled.words.trim());
  const q = filled.rows.map(newText).filter(Boolean).reduce(addText, rest);
  const values = (field: FilterName, op: RowOp) => [
    ...new Set(
      filled.rows.flatMap((row) =>
        row.field === field && row.op === op && row.text === null ? row.values : [],
      ),
    ),
  ];
  const next = { ...state, q };
  for (const field of filterNames) {
    next[field] = values(field, "is");
    next[exclusionOf(field)] = values(field, "is_not");
  }
  return Object.fromEntries(changed.map((name) => [name, next[name]])) as Pick<
    SearchState,
    (typeof changed)[number]
  >;
}

// What a row adds to the question: words do, filters don't, and neither does what stands there already.
function newText({ field, op, values, text }: Row): string {
  if (text !== null || (op !== "contains" && op !== "contains_not")) return "";
  const written = anyOfText(field === "words" ? null : field, values);
  return written === "" || op === "contains" ? written : `-${written}`;
}

/** The first list without the members of the second, one for one. */
function without(all: readonly string[], some: readonly string[]): string[] {
  const left = [...all];
  for (const one of some) {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
