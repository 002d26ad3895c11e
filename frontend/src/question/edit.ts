/** Small edits of a question's text, for chips and forms. The server alone reads what a question means. */

/** The question without the part that a chip stands for. Unchanged if that part is not in it. */
export function removeText(question: string, text: string): string {
  const part = text.trim();
  if (part === "") return question;
  const at = findPart(question, part);
  if (at < 0) return question;
  return tidy(`${question.slice(0, at)} ${question.slice(at + part.length)}`);
}

/** True if removeText would take the part out. */
export function hasText(question: string, text: string): boolean {
  return text.trim() !== "" && findPart(question, text.trim()) >= 0;
}

/** The question with one more condition at its end. */
export function addText(question: string, text: string): string {
  return tidy(`${question} ${text}`);
}

/** `user:kim`, or quoted where the value is more than one plain word. */
export function fieldText(field: "user" | "target", value: string): string {
  const plain = value.replaceAll('"', " ").replace(/\s+/g, " ").trim();
  if (plain === "") return "";
  return /^[^\s():"]+$/.test(plain) && !plain.startsWith("-") ? `${field}:${plain}` : `${field}:"${plain}"`;
}

// Where the part stands as whole words; outside quotes first, since `"by kim" by kim` has two.
function findPart(question: string, part: string): number {
  const quoted = quotedAt(question);
  let inside = -1;
  for (let at = question.indexOf(part); at >= 0; at = question.indexOf(part, at + 1)) {
    if (!isEdge(question[at - 1]) || !isEdge(question[at + part.length])) continue;
    if (!quoted[at] || part.startsWith('"')) return at;
    if (inside < 0) inside = at;
  }
  return inside;
}

function isEdge(character: string | undefined): boolean {
  return character === undefined || /[\s()"]/.test(character);
}

// For each character, whether it stands between two quotation marks.
function quotedAt(question: string): boolean[] {
  let open = false;
  return Array.from({ length: question.length }, (_, at) => {
    if (question[at] !== '"') return open;
    const was = open;
    open = !open;
    return was;
  });
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
