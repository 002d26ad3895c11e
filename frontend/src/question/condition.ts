/** The text of one condition of a question, taken apart: what a chip shows and a form's row is filled with. */
import { lex, plain, type Piece } from "./lex";

export type Condition = {
  negated: boolean;
  /** One, or several any of which will do. */
  values: string[];
};

/** What of `-user:(kim or "seo yun")` is looked for. Null for what is more than a value or a plain list of them. */
export function readCondition(text: string): Condition | null {
  let pieces = lex(text);
  let negated = false;
  for (; isNegation(pieces[0]); pieces = pieces.slice(1)) negated = !negated;
  if (pieces[0]?.kind === "field" || (pieces.length > 1 && isWord(pieces[0], /^(by|via)$/i)))
    pieces = pieces.slice(1);
  if (pieces[0]?.kind === "open" && pieces.at(-1)?.kind === "close") pieces = pieces.slice(1, -1);
  // What remains is value or value or value.
  const values: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (at % 2 === 1) {
      if (!isWord(piece, /^or$/i)) return null;
    } else if (isValue(piece)) values.push(piece.text);
    else return null;
  }
  return pieces.length % 2 === 1 ? { negated, values } : null;
}

const isWord = (piece: Piece | undefined, form: RegExp) =>
  piece?.kind === "word" && form.test(plain(piece.text));

const isNegation = (piece: Piece | undefined) => piece?.kind === "minus" || isWord(piece, /^not$/i);

// A star in quotes is no star, which a value alone can't say.
const isValue = ({ kind, text }: Piece) =>
  kind === "quoted"
    ? text.trim() !== "" && !plain(text).includes("*")
    : kind === "word" && !isWord({ kind, text, from: 0, to: 0 }, /^(and|or|not)$/i);
