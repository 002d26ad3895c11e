/** Small edits of a question's text, for chips and forms. The server alone reads what a question means. */
import { lex, plain, type Piece } from "./lex";

/** The question without the part that a chip stands for. Unchanged if that part is not in it. */
export function removeText(question: string, text: string): string {
  const part = text.trim();
  if (part === "") return question;
  const at = findPart(question, part);
  if (at < 0) return question;
  return removeRange(question, at, at + part.length);
}

/** The question without what stands between two offsets, and without the operators that this leaves alone. */
export function removeRange(question: string, from: number, to: number): string {
  return tidy(`${question.slice(0, from)} ${question.slice(to)}`);
}

/** True if removeText would take the part out. */
export function hasText(question: string, text: string): boolean {
  return text.trim() !== "" && findPart(question, text.trim()) >= 0;
}

/** The question with one more condition at its end, which holds for all of it: of alternatives, for each. */
export function addText(question: string, text: string): string {
  return tidy(`${whole(question)} ${whole(text)}`);
}

/** In one piece beside others: alternatives in brackets; without quotes and brackets that lack their other half. */
function whole(question: string): string {
  const pieces = lex(question);
  let depth = 0;
  let alternatives = false;
  let broken = false;
  for (const { kind, from, to, text } of pieces) {
    if (kind === "open") depth++;
    if (kind === "close" && --depth < 0) broken = true;
    if (kind === "quoted" && to - from !== text.length + 2) broken = true;
    if (kind === "word" && depth === 0 && /^or$/i.test(plain(text))) alternatives = true;
  }
  // The server reads such a question as plain words; more words after it must not end up in its quotes.
  if (broken || depth > 0) return question.replace(/["＂“”„()（）]/g, " ");
  return alternatives ? `(${question.trim()})` : question;
}

// Where the part stands as whole words; outside quotes first, since `"by kim" by kim` has two.
function findPart(question: string, part: string): number {
  const quotes = lex(question).filter(({ kind }) => kind === "quoted");
  const quoted = (at: number) => quotes.some(({ from, to }) => from < at && at < to);
  let inside = -1;
  for (let at = question.indexOf(part); at >= 0; at = question.indexOf(part, at + 1)) {
    if (!isEdge(question[at - 1]) || !isEdge(question[at + part.length])) continue;
    if (!quoted(at) || part.startsWith('"')) return at;
    if (inside < 0) inside = at;
  }
  return inside;
}

function isEdge(character: string | undefined): boolean {
  return character === undefined || /[\s()"]/.test(plain(character));
}

type Token = Piece & { raw: string };

/** The question without doubled spaces, empty brackets, and operators that lost one of their sides; quotes are left alone. */
function tidy(question: string): string {
  let tokens: Token[] = lex(question).map((piece) => ({
    ...piece,
    raw: question.slice(piece.from, piece.to),
  }));
  for (;;) {
    const next = tokens.filter((token, at) => !isStranded(token, tokens[at - 1], tokens[at + 1]));
    const left = next.filter((_, at) => !isEmptyBracket(next, at));
    if (left.length === tokens.length) break;
    tokens = left;
  }
  return tokens.reduce((text, token, at) => {
    const before = tokens[at - 1];
    const glued = !before || before.to === token.from || before.kind === "open" || token.kind === "close";
    return text + (glued ? "" : " ") + token.raw;
  }, "");
}

const isWord = (token: Token | undefined, form: RegExp) =>
  token?.kind === "word" && form.test(plain(token.raw));

function isStranded(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  const noRight = after === undefined || after.kind === "close" || isWord(after, /^(or|and)$/i);
  if (isWord(token, /^(or|and)$/i)) return before === undefined || before.kind === "open" || noRight;
  if (token.kind === "minus") return after?.from !== token.to;
  return isWord(token, /^(not|-)$/i) && noRight;
}

// With the field that the bracket was the value of.
function isEmptyBracket(tokens: Token[], at: number): boolean {
  const kinds = [-1, 0, 1, 2].map((offset) => tokens[at + offset]?.kind);
  const [before, here, after, second] = kinds;
  if (here === "field") return after === "open" && second === "close";
  return (here === "open" && after === "close") || (here === "close" && before === "open");
}
