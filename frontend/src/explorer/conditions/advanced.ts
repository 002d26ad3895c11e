/** The advanced form: the same state as the search box and the facets, laid out as fields. Pure. */
import type { QuestionChip } from "../../api/schema";
import { addText, hasText, removeText } from "../../question/edit";
import { wordsText } from "../../question/write";
import type { SearchState } from "../../state/search-state";

export type Conditions = {
  words: string;
  user: string;
  target: string;
  task: string[];
  status: string[];
  service_type: string[];
};

export const noConditions: Conditions = {
  words: "",
  user: "",
  target: "",
  task: [],
  status: [],
  service_type: [],
};

/**
 * What the form begins with. A user or target of the question gets its own field where there is one of it and it
 * stands on its own; anything more involved stays among the words, as typed.
 */
export function conditionsOf(state: SearchState, understood: readonly QuestionChip[]): Conditions {
  const { task, status, service_type } = state;
  let words = state.q.trim();
  const lift = (field: "user" | "target"): string => {
    const chips = understood.filter((chip) => chip.field === field);
    const [chip] = chips;
    if (!chip || chips.length > 1 || !/^(is|matches)$/.test(chip.op) || !hasText(words, chip.text)) return "";
    const value = chip.text.replace(/^(by\s+|\w+:\s*)/i, "").replace(/^"(.*)"$/, "$1");
    words = removeText(words, chip.text);
    return value;
  };
  const user = lift("user");
  const target = lift("target");
  return { words, user, target, task, status, service_type };
}

/** The state that the filled form asks for; period, zone and the exact filters stay. */
export function applyConditions(conditions: Conditions): Partial<SearchState> {
  const { words, user, target, task, status, service_type } = conditions;
  const parts = [wordsText("user", user), wordsText("target", target)].filter((part) => part !== "");
  const q = parts.reduce(addText, words.trim());
  return { q, task, status, service_type };
}
