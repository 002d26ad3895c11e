/** What the box offers for the word being typed, and what choosing it does. Pure. */
import type { Suggestions as Counted } from "../../api/schema";
import { valueLabel, type Messages } from "../../messages";
import { removeRange } from "../../question/edit";
import { fieldPrefixes } from "../../question/lex";
import { hasAlternatives, type Token } from "../../question/token";
import { exactValueText, prefixOf } from "../../question/write";
import { exclusionOf, filterNames, type ExclusionName, type FilterName } from "../../state/search-state";

/** What choosing a suggestion does: writes into the box, asks a whole question, or filters by an exact value. */
export type Choice =
  | { kind: "write"; text: string; cursor: number; unfinished: boolean }
  | { kind: "ask"; text: string }
  | { kind: "filter"; name: FilterName | ExclusionName; value: string; text: string };

export type Suggestion = {
  key: string;
  label: string;
  /** Fainter, behind the label: an address, what a field is for. */
  detail: string;
  /** Events that have the value, within the rest of the question; null where nothing is counted. */
  count: number | null;
  /** Shown as typed in the question, not as a value's label. */
  code: boolean;
  choice: Choice;
};

export type SuggestionGroup = { name: string; title: string; suggestions: Suggestion[] };

/** The fields whose values the server is asked for: that of the piece being typed, or for a bare word all. */
export function fieldsOf(token: Token): FilterName[] {
  if (token.literal) return [];
  if (token.field === null) return token.prefix.trim() === "" ? [] : [...valuesFirst];
  return filterNames.filter((name) => name === token.field);
}

// Few-valued fields first: what they offer is short, and what a sentence often begins with.
const valuesFirst = ["task", "status", "service_type", "user", "target"] as const;

/** As many of each as are seen at once without scrolling; behind a field there is room for more. */
export function limitOf(name: FilterName, token: Token): number {
  if (token.field !== null) return 10;
  return { task: 4, status: 2, service_type: 3, user: 5, target: 4 }[name];
}

type Material = {
  question: string;
  token: Token;
  /** The server's values, one answer a field. */
  counted: readonly Counted[];
  recent: readonly string[];
  /** The reader asked for suggestions where nothing is typed. */
  browsing: boolean;
};

export function suggestionsFor(material: Material, messages: Messages): SuggestionGroup[] {
  const { question, token, counted, browsing } = material;
  const words = messages.ask;
  const groups: SuggestionGroup[] = [];
  const add = (name: string, title: string, suggestions: Suggestion[]) => {
    if (suggestions.length > 0) groups.push({ name, title, suggestions });
  };

  const bare = token.field === null && !token.literal;
  const empty = question.trim() === "";
  if (empty) add("recent", words.recent, recentOf(material.recent.slice(0, 6)));
  if (bare && (token.prefix !== "" || empty || browsing))
    add("fields", words.conditions, fields(material, messages));
  if (bare && token.prefix !== "") add("periods", words.periods, periods(material, messages));
  if (token.field === "time") add("days", words.periods, days(material, messages));
  for (const name of fieldsOf(token)) {
    const values = counted.find((answer) => answer.field === name)?.values ?? [];
    const suggestions = values.flatMap((value) => valueSuggestion(name, value, material, messages) ?? []);
    add(name, messages.fields[name] ?? name, suggestions.slice(0, limitOf(name, token)));
  }
  if (!empty && token.to === question.length) {
    const asked = fold(question);
    const alike = material.recent.filter((other) => other !== question.trim() && fold(other).includes(asked));
    add("recent", words.recent, recentOf(alike.slice(0, 3)));
  }
  return groups;
}

/** What the reader sees as the same: case, width and accents don't matter. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function recentOf(questions: readonly string[]): Suggestion[] {
  return questions.map((text) => ({
    key: `recent ${text}`,
    label: text,
    detail: "",
    count: null,
    code: false,
    choice: { kind: "ask", text },
  }));
}

function fields({ question, token }: Material, messages: Messages): Suggestion[] {
  const typed = fold(token.prefix);
  return fieldPrefixes
    .filter((name) => {
      if (messages.ask.fields[name] === undefined) return false; // another name of one that is offered
      const label = messages.fields[name === "via" ? "service_type" : name] ?? "";
      if (/^[a-z]$/.test(typed)) return false; // one letter begins most things
      return name.startsWith(typed) || fold(label).startsWith(typed);
    })
    .map((name) => ({
      key: `field ${name}`,
      label: `${name}:`,
      detail: messages.ask.fields[name] ?? "",
      count: null,
      code: true,
      choice: write(question, token, token.from, `${name}:`, true),
    }));
}

function periods({ question, token }: Material, messages: Messages): Suggestion[] {
  return messages.ask.periodWords.flatMap((phrase) => {
    const from = beginningOf(phrase, token);
    if (from === null || fold(question.slice(from, token.to)) === fold(phrase)) return [];
    return {
      key: `period ${phrase}`,
      label: phrase,
      detail: "",
      count: null,
      code: false,
      choice: write(question, token, from, phrase, false),
    };
  });
}

// Behind on:, before: and after:. Any other day is typed.
function days({ question, token }: Material, messages: Messages): Suggestion[] {
  return (["today", "yesterday"] as const)
    .filter((day) => day.startsWith(fold(token.prefix)) && day !== fold(token.prefix))
    .map((day) => ({
      key: `day ${day}`,
      label: day,
      detail: messages.period.presets[day],
      count: null,
      code: true,
      choice: write(question, token, token.from, day, false),
    }));
}

function valueSuggestion(
  name: FilterName,
  { value, name: person, email, count }: Counted["values"][number],
  { question, token }: Material,
  messages: Messages,
): Suggestion | null {
  const people = name === "user" || name === "target";
  const known = Object.hasOwn(messages.labels[name] ?? {}, value);
  const label = people ? person || value : valueLabel(messages, name, value);
  if (value === "") return null;
  const exact =
    people && email !== value
      ? null
      : exactValueText(name, value, known ? valueLabel(messages, name, value) : undefined);
  const choice =
    exact === null
      ? filter(question, token, name, value)
      : writeValue(question, token, name, exact, value, label);
  if (choice === null) return null;
  return {
    key: `${name} ${value}`,
    label,
    detail: people && email !== label ? email : "",
    count,
    code: false,
    choice,
  };
}

function writeValue(
  question: string,
  token: Token,
  name: FilterName,
  exact: string,
  value: string,
  label: string,
): Choice {
  if (token.field !== null) return write(question, token, token.from, exact, false);
  // "delete contact per" has begun the label three words ago.
  const from = beginningOf(label, token) ?? beginningOf(value.replaceAll("_", " "), token) ?? token.from;
  return write(question, token, from, `${prefixOf[name]}:${exact}`, false);
}

// A value that the question can't say exactly. Among alternatives a filter would narrow the others as well.
function filter(question: string, token: Token, name: FilterName, value: string): Choice | null {
  if (hasAlternatives(question)) return null;
  return {
    kind: "filter",
    name: token.negated ? exclusionOf(name) : name,
    value,
    text: removeRange(question, token.start, token.to),
  };
}

/** Where the phrase begins in the question if the words before the cursor are its beginning; else null. */
function beginningOf(phrase: string, token: Token): number | null {
  const whole = fold(phrase);
  for (let at = 0; at <= token.before.length; at++) {
    const run = token.before.slice(at);
    const typed = fold([...run.map(({ text }) => text), token.prefix].join(" "));
    if (typed !== "" && whole.startsWith(typed)) return run[0]?.from ?? token.from;
  }
  return null;
}

function write(question: string, token: Token, from: number, text: string, unfinished: boolean): Choice {
  const after = question.slice(token.to);
  const space = unfinished || /^[\s)）]/.test(after) ? "" : " ";
  const head = question.slice(0, from) + text + space;
  const cursor = head.length + (!unfinished && space === "" && /^\s/.test(after) ? 1 : 0);
  return { kind: "write", text: head + after, cursor, unfinished };
}
