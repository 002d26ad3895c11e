/** The values of a facet as they are listed, and what choosing one changes. */
import type { FacetValue } from "../../api/schema";
import { addText, hasText, removeText } from "../../question/edit";
import { toggleFilter, type FacetName, type SearchState } from "../../state/search-state";

export type FacetChoice = { value: string; count: number; selected: boolean };

/** In the server's order, largest first; what is selected and matches nothing stays at the end, to be taken back. */
export function choicesOf(
  state: SearchState,
  name: FacetName,
  counted: readonly FacetValue[],
): FacetChoice[] {
  const choices = counted.map(({ value, count }) => ({
    value,
    count,
    selected: isSelected(state, name, value),
  }));
  const listed = new Set(counted.map(({ value }) => value));
  const missing = state[name].filter((value) => !listed.has(value));
  if (isSelected(state, name, "") && !listed.has("")) missing.push("");
  return [...choices, ...missing.map((value) => ({ value, count: 0, selected: true }))];
}

// An empty value can't be a parameter; the question asks for it.
const without = (name: FacetName) => `-${name}:*`;

function isSelected(state: SearchState, name: FacetName, value: string): boolean {
  return value === "" ? hasText(state.q, without(name)) : state[name].includes(value);
}

/** The state with the value switched on or off. */
export function toggle(state: SearchState, name: FacetName, value: string): SearchState {
  if (value !== "") return toggleFilter(state, name, value);
  const text = without(name);
  return { ...state, q: hasText(state.q, text) ? removeText(state.q, text) : addText(state.q, text) };
}

/** The state with nothing of the facet selected. */
export function clearFacet(state: SearchState, name: FacetName): SearchState {
  return { ...state, [name]: [], q: removeText(state.q, without(name)) };
}

/** The state with this value alone. */
export function only(state: SearchState, name: FacetName, value: string): SearchState {
  return toggle(clearFacet(state, name), name, value);
}
