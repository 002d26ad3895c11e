/** The conditions in force as chips: those of the question, as the server understood it, and those of the filters. */
import type { QuestionChip } from "../../api/schema";
import { valueLabel, type Messages } from "../../messages";
import { hasText, removeText } from "../../question/edit";
import { exclusionOf, filterNames, type FilterName, type SearchState } from "../../state/search-state";

export type Chip = {
  key: string;
  label: string;
  /** The change that takes the condition away; null where it can't be told from the rest of the question. */
  removal: Partial<SearchState> | null;
};

export function chipsOf(state: SearchState, understood: readonly QuestionChip[], messages: Messages): Chip[] {
  const ofQuestion = understood.map((chip, at): Chip => ({
    key: `q ${at} ${chip.text}`,
    label: questionLabel(chip, messages),
    removal: hasText(state.q, chip.text) ? { q: removeText(state.q, chip.text) } : null,
  }));
  const label = (name: FilterName, value: string) =>
    messages.labelled(messages.fields[name] ?? name, valueLabel(messages, name, value));
  const ofFilters = filterNames.flatMap((name) => [
    ...state[name].map((value): Chip => ({
      key: `${name} ${value}`,
      label: label(name, value),
      removal: { [name]: state[name].filter((other) => other !== value) },
    })),
    ...state[exclusionOf(name)].map((value): Chip => ({
      key: `not ${name} ${value}`,
      label: messages.negated(label(name, value)),
      removal: { [exclusionOf(name)]: state[exclusionOf(name)].filter((other) => other !== value) },
    })),
  ]);
  return [...ofQuestion, ...ofFilters];
}

function questionLabel(chip: QuestionChip, messages: Messages): string {
  const negated = chip.op.startsWith("not_");
  const field = messages.fields[chip.field];
  if (field === undefined || ["any", "group", "time"].includes(chip.field)) return chip.text;
  // A task by its code has a label; words looked for in one do not.
  const known = chip.op.endsWith("is") ? valueLabel(messages, chip.field, chip.value) : chip.value;
  const label = messages.labelled(field, known);
  return negated ? messages.negated(label) : label;
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
