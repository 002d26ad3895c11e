/** A question cut into its pieces, as the server's own reader cuts it; for what is done while it is being typed. */

export type PieceKind = "word" | "quoted" | "field" | "open" | "close" | "minus";

/** A piece stands in the question between two offsets; its text is a word, the inside of quotes, or a field's name. */
export type Piece = { kind: PieceKind; from: number; to: number; text: string };

/** The prefixes that a colon makes fields of. */
export const fieldPrefixes = [
  "user",
  "target",
  "task",
  "status",
  "via",
  "service_type",
  "id",
  "before",
  "after",
  "on",
] as const;
export type FieldPrefix = (typeof fieldPrefixes)[number];

/** What a Korean, Japanese or phone keyboard types for an operator, in its plain form: full-width signs, curly quotes. */
export function plain(text: string): string {
  return text
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[“”„]/g, '"');
}

/** The pieces of a question; a quotation that is not closed reaches to the end. */
export function lex(question: string): Piece[] {
  const read = plain(question); // offset by offset the same length
  const pieces: Piece[] = [];
  const add = (kind: PieceKind, from: number, to: number, text = question.slice(from, to)) =>
    void pieces.push({ kind, from, to, text });
  for (let at = 0; at < read.length;) {
    const sign = read[at] ?? "";
    const word = /^[^\s()"]+/.exec(read.slice(at))?.[0] ?? "";
    const field = fieldPrefixes.find((name) => word.toLowerCase().startsWith(`${name}:`));
    let to = at + 1;
    if (sign === "(") add("open", at, to);
    else if (sign === ")") add("close", at, to);
    else if (sign === '"') {
      const end = read.indexOf('"', to);
      add("quoted", at, end < 0 ? read.length : end + 1, question.slice(to, end < 0 ? undefined : end));
      to = end < 0 ? read.length : end + 1;
    } else if (sign === "-" && /^[^\s)]/.test(read.slice(to))) add("minus", at, to);
    else if (field) add("field", at, (to = at + field.length + 1), field);
    else if (word !== "") add("word", at, (to = at + word.length));
    at = to;
  }
  return pieces;
}

/** Words that mean something else unless they stand in quotes. */
export function isOperator(word: string): boolean {
  return /^(and|or|not|by|via)$/i.test(plain(word));
}
