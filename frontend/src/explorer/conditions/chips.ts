/** The conditions in force as chips: those of the question, as the server understood it, and those of the filters. */
import type { QuestionChip } from "../../api/schema";
import { valueLabel, type Messages } from "../../messages";
import { readCondition } from "../../question/condition";
import { hasText, removeText } from "../../question/edit";
import { lex } from "../../question/lex";
import { exclusionOf, filterNames, type FilterName, type SearchState } from "../../state/search-state";
import type { TimeFormat } from "../../time/format";

export type Chip = {
  key: string;
  /** Before and after the value: the field's name, and that it is left out. */
  head: string;
  value: string;
  tail: string;
  /** Events with it are left out. */
  excluded: boolean;
  /** All of it in one text, for those who hear it. */
  label: string;
  /** What more there is to know: the days that "last week" stands for. */
  detail: string;
  /** The change that takes the condition away; null where it can't be told from the rest of the question. */
  removal: Partial<SearchState> | null;
};

/** A condition in words; the field is empty for words looked for anywhere. */
type Said = Pick<Chip, "value" | "excluded"> & { field: string; detail?: string };

// Stands for the value while the words around it are found.
const place = "\u0000";

export function chipsOf(
  state: SearchState,
  understood: readonly QuestionChip[],
  messages: Messages,
  times: TimeFormat,
): Chip[] {
  const make = (
    key: string,
    { field, value, excluded, detail = "" }: Said,
    removal: Chip["removal"],
  ): Chip => {
    const labelled = (text: string) => (field === "" ? text : messages.labelled(field, text));
    const say = (text: string) => (excluded ? messages.negated(labelled(text)) : labelled(text));
    const [head = "", tail = ""] = say(place).split(place);
    return { key, head, value, tail, excluded, label: say(value), detail, removal };
  };
  const ofQuestion = understood.map((chip, at) =>
    make(
      // The same chip before and after another is taken back, so that the focus can stay in it.
      `q ${chip.text} ${understood.slice(0, at).filter(({ text }) => text === chip.text).length}`,
      said(chip, messages, times),
      hasText(state.q, chip.text) ? { q: removeText(state.q, chip.text) } : null,
    ),
  );
  const ofFilter = (name: FilterName, value: string, excluded: boolean): Chip => {
    const parameter = excluded ? exclusionOf(name) : name;
    return make(
      `${parameter} ${value}`,
      { field: messages.fields[name] ?? name, value: valueLabel(messages, name, value), excluded },
      { [parameter]: state[parameter].filter((other) => other !== value) },
    );
  };
  const ofFilters = filterNames.flatMap((name) => [
    ...state[name].map((value) => ofFilter(name, value, false)),
    ...state[exclusionOf(name)].map((value) => ofFilter(name, value, true)),
  ]);
  return [...ofQuestion, ...ofFilters];
}

/** A condition of the question in the reader's words. What was typed stays as typed: García, not garcia. */
function said(chip: QuestionChip, messages: Messages, times: TimeFormat): Said {
  const excluded = chip.op.startsWith("not_");
  const op = excluded ? chip.op.slice("not_".length) : chip.op;
  const field = messages.fields[chip.field] ?? "";
  if (chip.field === "time") return { excluded, ...periodSaid(op, chip, messages, times) };
  // The whole field, or nothing of it.
  if (op === "matches" && chip.value === "*" && chip.field !== "any")
    return { field, value: messages.none, excluded: !excluded };
  if (op === "is" && isFilterName(chip.field) && chip.field !== "user" && chip.field !== "target")
    return { field, value: valueLabel(messages, chip.field, chip.value), excluded };
  const values = readCondition(chip.text)?.values;
  const typed = values ? messages.search.anyOf(values) : op === "any_of" || op === "all_of" ? chip.value : "";
  return {
    field: chip.field === "any" ? "" : chip.field === "group" ? groupField(chip.text, messages) : field,
    value: typed || chip.value || chip.text,
    excluded,
  };
}

const isFilterName = (field: string) => (filterNames as readonly string[]).includes(field);

// `user:(kim or lee)` is of one field, `(a or b)` of none.
function groupField(text: string, messages: Messages): string {
  const piece = lex(text).find(({ kind }) => kind === "field" || kind === "open");
  if (piece?.kind !== "field" || readCondition(text) === null) return "";
  return messages.fields[piece.text === "via" ? "service_type" : piece.text] ?? "";
}

function periodSaid(
  op: string,
  chip: QuestionChip,
  messages: Messages,
  times: TimeFormat,
): Omit<Said, "excluded"> {
  const field = messages.fields.period ?? "";
  const words = messages.search;
  if (op === "before") return { field, value: words.before(chip.value) };
  if (op === "after") return { field, value: words.after(chip.value) };
  if (op !== "during") return { field, value: chip.value };
  const [from, to] = chip.value.split("/").map((end) => {
    const at = new Date(end);
    return Number.isNaN(at.getTime()) ? null : times.dayAndMinute(at);
  });
  const { since, until, between } = messages.period;
  const detail = from && to ? between(from, to) : from ? since(from) : to ? until(to) : "";
  return { field, value: chip.text.replace(/^(?:-|not\s+)?(?:on\s+)?/i, ""), detail };
}

/** The change that takes all conditions away and leaves period and zone. */
export const clearConditions = {
  q: "",
  task: [],
  status: [],
  service_type: [],
  user: [],
  target: [],
  not_task: [],
  not_status: [],
  not_service_type: [],
  not_user: [],
  not_target: [],
} satisfies Partial<SearchState>;
