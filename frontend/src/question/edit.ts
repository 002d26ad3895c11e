/** Small edits of a question's text, for chips and forms. The server alone reads what a question means. */
import { lex, plain } from "./lex";

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

/** The question with one more condition at its end. */
export function addText(question: string, text: string): string {
  return tidy(`${question} ${text}`);
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

/** The question without doubled spaces, empty brackets, and operators that lost one of their sides; quotes are left alone. */
function tidy(question: string): string {
  let tokens: string[] = question.match(/"[^"]*"?|[()]|[^\s()"]+(?:"[^"]*"?)?/g) ?? [];
  for (;;) {
    const next = tokens.filter((token, at) => !isStranded(token, tokens[at - 1], tokens[at + 1]));
    const whole = next.filter((_, at) => !isEmptyBracket(next, at));
    if (whole.length === tokens.length) break;
    tokens = whole;
  }
  return tokens.reduce(
    (text, token, at) => text + (at === 0 || isGlued(tokens[at - 1], token) ? "" : " ") + token,
    "",
  );
}

function isGlued(before: string | undefined, token: string): boolean {
  return before === "(" || token === ")" || (before === "-" && token === "(");
}

function isStranded(token: string, before: string | undefined, after: string | undefined): boolean {
  const noRight = after === undefined || after === ")" || /^(or|and)$/i.test(after);
  if (/^(or|and)$/i.test(token)) return before === undefined || before === "(" || noRight;
  return /^(not|-)$/i.test(token) && noRight;
}

function isEmptyBracket(tokens: string[], at: number): boolean {
  return (tokens[at] === "(" && tokens[at + 1] === ")") || (tokens[at] === ")" && tokens[at - 1] === "(");
}
