/** The state of the Contacts screen: everything that a link to it must hold. */

export const intervals = ["auto", "1m", "5m", "15m", "1h", "6h", "1d", "7d"] as const;
export type Interval = (typeof intervals)[number];

export const sorts = ["-time", "time"] as const;
export type Sort = (typeof sorts)[number];

/** The filters that take exact values, any of them; between different ones all must hold. */
export const filterNames = ["task", "status", "service_type", "user", "target"] as const;
export type FilterName = (typeof filterNames)[number];

/** The filters that are facets: few values, all of them countable. */
export const facetNames = ["status", "service_type", "task"] as const;
export type FacetName = (typeof facetNames)[number];

export type SearchState = {
  /** The question as typed, in the question language. */
  q: string;
  /** Both ends as written by moment.ts; null leaves that end open. */
  from: string | null;
  to: string | null;
  /** IANA zone; null is the server's own. */
  tz: string | null;
  task: string[];
  status: string[];
  service_type: string[];
  user: string[];
  target: string[];
  sort: Sort;
  interval: Interval;
  /** The event whose detail is open. */
  event: string | null;
  live: boolean;
};

export const defaults: SearchState = {
  q: "",
  from: null,
  to: null,
  tz: null,
  task: [],
  status: [],
  service_type: [],
  user: [],
  target: [],
  sort: "-time",
  interval: "auto",
  event: null,
  live: false,
};

/** The part of the state that decides which events match; what is open or live does not. */
export type Question = Omit<SearchState, "event" | "live">;

export function questionOf(state: SearchState): Question {
  const { event: _event, live: _live, ...question } = state;
  return question;
}

/** The state with one value of a filter switched on or off. */
export function toggleFilter(state: SearchState, name: FilterName, value: string): SearchState {
  const values = state[name];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return { ...state, [name]: next };
}

/** True if anything but the period narrows the search. */
export function isNarrowed(state: Question): boolean {
  return state.q.trim() !== "" || filterNames.some((name) => state[name].length > 0);
}
