/** What the signs beside a value do to the search. Pure. */
import { exclusionOf, toggleExclusion, type FilterName, type SearchState } from "../../state/search-state";

export function isOnly(state: SearchState, name: FilterName, value: string): boolean {
  return state[name].length === 1 && state[name][0] === value;
}

export function isWithout(state: SearchState, name: FilterName, value: string): boolean {
  return state[exclusionOf(name)].includes(value);
}

/** Only this value of the field; if it is so already, any value again. */
export function onlyPatch(state: SearchState, name: FilterName, value: string): Partial<SearchState> {
  if (isOnly(state, name, value)) return { [name]: [] };
  const exclusion = exclusionOf(name);
  return { [name]: [value], [exclusion]: state[exclusion].filter((other) => other !== value) };
}

/** Without this value; if it is so already, with it again. */
export function withoutPatch(state: SearchState, name: FilterName, value: string): Partial<SearchState> {
  const next = toggleExclusion(state, name, value);
  const exclusion = exclusionOf(name);
  return { [name]: next[name], [exclusion]: next[exclusion] };
}
