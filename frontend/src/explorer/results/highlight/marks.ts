/** Where in a shown text the terms of a question stand. Pure; it marks what matches by the language's rules, and nothing that does not. */
import type { Term } from "../../../api/schema";
import { foldText, isCJK, wordsOf, type Word } from "./words";

/** What of an event a text is. Words are looked for in all but the ids; values only in their own field. */
export type MarkedField = "user" | "target" | "task" | "status" | "service_type" | "id";

/** A piece of a text; marked where the question looked for it. */
export type Piece = { text: string; marked: boolean };

/** Only the beginning of a very long text is looked at: the rest is not to be seen in a row. */
const longest = 1000;

type Range = { start: number; end: number };

/** The text in pieces, in order; the pieces together are the text. `code` is the value that the text is a label of. */
export function markText(text: string, field: MarkedField, terms: readonly Term[], code?: string): Piece[] {
  const own = terms.filter((term) => term.field === field || (term.field === "any" && field !== "id"));
  if (own.length === 0 || text === "") return [{ text, marked: false }];
  const ranges: Range[] = [];
  let words: Word[] | null = null;
  for (const term of own) {
    if (term.words !== undefined) {
      words ??= wordsOf(text.slice(0, longest));
      ranges.push(...placesOf(term.words, words));
    } else if (term.value !== undefined && term.value !== "" && isValue(text, code, term.value)) {
      ranges.push({ start: 0, end: text.length });
    }
  }
  return cut(text, ranges);
}

function isValue(text: string, code: string | undefined, value: string): boolean {
  return code === undefined ? foldText(text) === foldText(value) : code === value;
}

/** Every place where the parts stand side by side. */
function placesOf(parts: readonly string[], words: readonly Word[]): Range[] {
  const ranges: Range[] = [];
  const last = parts.length - 1;
  for (let at = 0; at + last < words.length; at++) {
    const found = parts.map((part, i) => {
      const word = words[at + i];
      return word ? placesIn(word, part, i === 0, i === last) : [];
    });
    const [first] = found;
    const final = found[last];
    if (!first || !final || found.some((places) => places.length === 0)) continue;
    if (last === 0) ranges.push(...first);
    else ranges.push({ start: first[0]?.start ?? 0, end: final[0]?.end ?? 0 });
  }
  return ranges;
}

/** Where a part stands in a word. In Han, Hangul and Kana that may be inside it, at its end or at its beginning. */
function placesIn(word: Word, part: string, first: boolean, last: boolean): Range[] {
  const whole = rangeOf(word, 0, word.chars.length);
  const text = word.chars.join("");
  if (part.includes("*")) return patternOf(part).test(text) ? [whole] : [];
  if (!isCJK(part)) return text === part ? [whole] : [];
  const length = Array.from(part).length;
  const at = (from: number) => word.chars.slice(from, from + length).join("") === part;
  const range = (from: number) => rangeOf(word, from, from + length);
  const end = word.chars.length - length;
  if (end < 0) return [];
  if (first && last) {
    const places: Range[] = [];
    for (let from = 0; from <= end; from++) if (at(from)) places.push(range(from));
    return places;
  }
  if (first) return at(end) ? [range(end)] : [];
  if (last) return at(0) ? [range(0)] : [];
  return text === part ? [whole] : [];
}

function rangeOf(word: Word, from: number, to: number): Range {
  return { start: word.starts[from] ?? 0, end: word.ends[to - 1] ?? 0 };
}

const patterns = new Map<string, RegExp>();

/** A star is any characters of the word. The parts are folded: letters and digits, nothing that an expression would take for more. */
function patternOf(part: string): RegExp {
  let pattern = patterns.get(part);
  if (!pattern)
    patterns.set(part, (pattern = new RegExp(`^${part.split(/\*+/).map(escape).join(".*?")}$`, "su")));
  return pattern;
}

const escape = (text: string) => text.replace(/[^\p{L}\p{N}\p{M}]/gu, "\\$&");

function cut(text: string, ranges: Range[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const from = Math.max(start, done);
    if (end <= from) continue;
    const before = pieces.at(-1);
    if (from > done) pieces.push({ text: text.slice(done, from), marked: false });
    if (before?.marked && from === done) before.text += text.slice(from, end);
    else pieces.push({ text: text.slice(from, end), marked: true });
    done = end;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done), marked: false });
  return pieces;
}
