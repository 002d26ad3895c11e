/** The values of a facet as they are listed, and what choosing one changes. Pure. */
import { addText, hasText, removeText } from "../../question/edit";
import {
  exclusionOf,
  toggleExclusion,
  toggleFilter,
  type FilterName,
  type SearchState,
} from "../../state/search-state";

/** Chosen: only events with it; left out: only events without it. */
export type Mark = "none" | "chosen" | "out";

export type Counted = {
  value: string;
  /** Null where it is not known yet. */
  count: number | null;
  /** A person's or target's name, where the value is an address. */
  name?: string;
};

export type FacetChoice = Counted & { mark: Mark };

/**
 * In the server's order, largest first. What is marked and not in the list stands at the end, to be taken back:
 * with the count 0 where the list has every value, with none where it has the largest only.
 */
export function choicesOf(
  state: SearchState,
  name: FilterName,
  counted: readonly Counted[],
  complete: boolean,
): FacetChoice[] {
  const choices = counted.map((item) => ({ ...item, mark: markOf(state, name, item.value) }));
  const listed = new Set(counted.map(({ value }) => value));
  const missing = ["", ...state[name], ...state[exclusionOf(name)]].filter(
    (value) => !listed.has(value) && markOf(state, name, value) !== "none",
  );
  const count = complete ? 0 : null;
  return [...choices, ...missing.map((value) => ({ value, count, mark: markOf(state, name, value) }))];
}

// An empty value can't be a parameter; the question asks for it.
const without = (name: FilterName) => `-${name}:*`;
const withAny = (name: FilterName) => `${name}:*`;

export function markOf(state: SearchState, name: FilterName, value: string): Mark {
  if (value === "") {
    if (hasText(state.q, without(name))) return "chosen";
    return hasText(state.q, withAny(name)) ? "out" : "none";
  }
  if (state[name].includes(value)) return "chosen";
  return state[exclusionOf(name)].includes(value) ? "out" : "none";
}

/** True if any value of the facet is chosen or left out. */
export function isMarked(state: SearchState, name: FilterName): boolean {
  return state[name].length > 0 || state[exclusionOf(name)].length > 0 || markOf(state, name, "") !== "none";
}

/** The state with the value chosen, or no longer. */
export function toggle(state: SearchState, name: FilterName, value: string): SearchState {
  return value === "" ? toggleText(state, without(name), withAny(name)) : toggleFilter(state, name, value);
}

/** The state with the value left out, or no longer. */
export function exclude(state: SearchState, name: FilterName, value: string): SearchState {
  return value === "" ? toggleText(state, withAny(name), without(name)) : toggleExclusion(state, name, value);
}

function toggleText(state: SearchState, text: string, opposite: string): SearchState {
  if (hasText(state.q, text)) return { ...state, q: removeText(state.q, text) };
  return { ...state, q: addText(removeText(state.q, opposite), text) };
}

/** The state with nothing of the facet chosen or left out. */
export function clearFacet(state: SearchState, name: FilterName): SearchState {
  const q = removeText(removeText(state.q, without(name)), withAny(name));
  return { ...state, [name]: [], [exclusionOf(name)]: [], q };
}

/** The state with this value alone. */
export function only(state: SearchState, name: FilterName, value: string): SearchState {
  return toggle(clearFacet(state, name), name, value);
}
