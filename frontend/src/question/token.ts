/** What is being typed: the piece of the question at the cursor, and the field it stands in. */
import type { FilterName } from "../state/search-state";
import { removeRange } from "./edit";
import { isOperator, lex, plain, type FieldPrefix, type Piece } from "./lex";

/** Where the values of a piece come from: a field with values, a date, an id that nobody types by heart. */
export type TokenField = FilterName | "time" | "id";

export type Token = {
  /** What a choice replaces: the word or value with its quotes; empty where nothing stands yet. */
  from: number;
  to: number;
  /** Where the condition begins that the piece belongs to: `user:`, `by` and a minus included. */
  start: number;
  /** The field that stands before the piece, if one does. */
  field: TokenField | null;
  negated: boolean;
  /** What of it stands before the cursor, without quotes. */
  prefix: string;
  /** In quotes without a field: words as they are, which nothing completes. */
  literal: boolean;
  /** The plain words right before it, first to last: a label of several words may have begun there. */
  before: Pick<Piece, "from" | "text">[];
};

const fieldOf: Record<FieldPrefix, TokenField> = {
  user: "user",
  target: "target",
  task: "task",
  status: "status",
  via: "service_type",
  service_type: "service_type",
  id: "id",
  before: "time",
  after: "time",
  on: "time",
};

const wordOperators: Record<string, TokenField> = { by: "user", via: "service_type" };

type Pending = { field: TokenField | null; start: number; negated: boolean };

/** What the pieces so far say of the next one. */
type Context = {
  /** The fields of the brackets around it, innermost last. */
  groups: (TokenField | null)[];
  /** A field, `by`, `not` or a minus right before it. */
  pending: Pending | null;
  before: Token["before"];
};

/** The piece that the cursor stands in or right behind. */
export function tokenAt(question: string, cursor: number): Token {
  const context: Context = { groups: [], pending: null, before: [] };
  for (const piece of lex(question)) {
    if (piece.from > cursor || (piece.from === cursor && !belongs(question, context, cursor))) break;
    if (holds(piece, cursor)) {
      const from = piece.kind === "quoted" ? piece.from + 1 : piece.from;
      return token(context, piece.from, piece.to, question.slice(from, Math.max(from, cursor)), piece.kind);
    }
    pass(context, piece);
  }
  return token(context, cursor, cursor, "", "word");
}

function token(context: Context, from: number, to: number, prefix: string, kind: Piece["kind"]): Token {
  const { groups, pending, before } = context;
  const field = pending?.field ?? groups.at(-1) ?? null;
  return {
    from,
    to,
    start: pending?.start ?? from,
    field: kind === "field" ? null : field,
    negated: pending?.negated ?? false,
    prefix,
    literal: kind === "quoted" && field === null,
    before: pending ? [] : before,
  };
}

// Behind a colon and behind a closing quotation mark something new begins.
function holds({ kind, from, to, text }: Piece, cursor: number): boolean {
  if (kind === "word") return cursor <= to;
  if (kind === "field") return cursor < to;
  const isClosed = to - from === text.length + 2;
  return kind === "quoted" && (cursor < to || (cursor === to && !isClosed));
}

function pass(context: Context, { kind, from, text }: Piece): void {
  const { pending, before } = context;
  const group = context.groups.at(-1) ?? null;
  const start = pending?.start ?? from;
  const negated = pending?.negated ?? false;
  context.before = [];
  context.pending = null;
  if (kind === "minus") context.pending = { field: null, start: from, negated: true };
  else if (kind === "field") context.pending = { field: fieldOf[text as FieldPrefix], start, negated };
  else if (kind === "open") context.groups = [...context.groups, pending?.field ?? group];
  else if (kind === "close") context.groups = context.groups.slice(0, -1);
  else if (kind === "word") {
    const word = plain(text).toLowerCase();
    const field = wordOperators[word];
    if (word === "not") context.pending = { field: null, start: from, negated: true };
    else if (field && !pending?.field) context.pending = { field, start, negated };
    if (!pending && !isOperator(text)) context.before = [...before, { from, text }];
  }
}

// `user:|kim`: the cursor stands before a word, right behind the field that the word belongs to.
function belongs(question: string, { pending }: Context, cursor: number): boolean {
  return typeof pending?.field === "string" && /[^\s()]/.test(question[cursor] ?? " ");
}

/** True if the question has an `or` or brackets: its conditions then don't all hold at once. */
export function hasAlternatives(question: string): boolean {
  return lex(question).some(
    ({ kind, text }) => kind === "open" || (kind === "word" && /^or$/i.test(plain(text))),
  );
}

/** The question without the condition being typed: what its values are counted in. */
export function withoutToken(question: string, token: Token): string {
  // The other alternatives say nothing about this one.
  return hasAlternatives(question) ? "" : removeRange(question, token.start, token.to);
}
