/** The state of the Contacts screen: everything that a link to it must hold. */

export const intervals = ["auto", "1m", "5m", "15m", "1h", "6h", "1d", "7d"] as const;
export type Interval = (typeof intervals)[number];

export const sorts = ["-time", "time"] as const;
export type Sort = (typeof sorts)[number];

/** The filters that take exact values, any of them; between different ones all must hold. */
export const filterNames = ["task", "status", "service_type", "user", "target"] as const;
export type FilterName = (typeof filterNames)[number];

/** Their opposites: an event with any of these values is out. Named as the API names them. */
export const exclusionNames = [
  "not_task",
  "not_status",
  "not_service_type",
  "not_user",
  "not_target",
] as const;
export type ExclusionName = (typeof exclusionNames)[number];

export const exclusionOf = (name: FilterName): ExclusionName => `not_${name}`;

/** The filters that are facets: few values, all of them countable. */
export const facetNames = ["status", "service_type", "task"] as const;
export type FacetName = (typeof facetNames)[number];

/** What the table can show of an event, in the guide's order; the first six are shown until others are chosen. */
export const columnNames = [
  "date",
  "user",
  "task",
  "target",
  "status",
  "service_type",
  "user_id",
  "target_type",
  "id",
] as const;
export type ColumnName = (typeof columnNames)[number];

/** A column of the table; width in CSS pixels, null where the column has its own. */
export type Column = { name: ColumnName; width: number | null };

export const densities = ["normal", "compact"] as const;
export type Density = (typeof densities)[number];

export const clocks = ["absolute", "relative"] as const;
export type Clock = (typeof clocks)[number];

/** Whose events stand beside an opened one. */
export const scopes = ["user", "target", "service_type", "all"] as const;
export type Scope = (typeof scopes)[number];

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
  not_task: string[];
  not_status: string[];
  not_service_type: string[];
  not_user: string[];
  not_target: string[];
  sort: Sort;
  interval: Interval;
  /** The columns in their order; null shows the guide's six. */
  cols: Column[] | null;
  density: Density;
  /** Times as they are, or how long ago. */
  times: Clock;
  /** Runs of the same act by the same person are one row. */
  fold: boolean;
  /** The event whose detail is open. */
  event: string | null;
  /** The neighbours shown in that detail. */
  scope: Scope;
  live: boolean;
  /** The saved view that this state began as. */
  view: string | null;
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
  not_task: [],
  not_status: [],
  not_service_type: [],
  not_user: [],
  not_target: [],
  sort: "-time",
  interval: "auto",
  cols: null,
  density: "normal",
  times: "absolute",
  fold: true,
  event: null,
  scope: "user",
  live: false,
  view: null,
};

/** What of the state decides which events match and in which order; how they are shown does not. */
const questionNames = [
  "q",
  "from",
  "to",
  "tz",
  ...filterNames,
  ...exclusionNames,
  "sort",
  "interval",
] as const satisfies readonly (keyof SearchState)[];

export type Question = Pick<SearchState, (typeof questionNames)[number]>;

export function questionOf(state: SearchState): Question {
  return Object.fromEntries(questionNames.map((name) => [name, state[name]])) as Question;
}

/** The state with one value of a filter switched on or off; on, it is no longer left out. */
export function toggleFilter(state: SearchState, name: FilterName, value: string): SearchState {
  const exclusion = exclusionOf(name);
  const values = state[name];
  if (values.includes(value)) return { ...state, [name]: without(values, value) };
  return { ...state, [name]: [...values, value], [exclusion]: without(state[exclusion], value) };
}

/** The state with one value of a filter left out, or let in again; left out, it is no longer selected. */
export function toggleExclusion(state: SearchState, name: FilterName, value: string): SearchState {
  const exclusion = exclusionOf(name);
  const values = state[exclusion];
  if (values.includes(value)) return { ...state, [exclusion]: without(values, value) };
  return { ...state, [name]: without(state[name], value), [exclusion]: [...values, value] };
}

const without = (values: string[], value: string) => values.filter((other) => other !== value);

/** True if anything but the period narrows the search. */
export function isNarrowed(state: Question): boolean {
  return state.q.trim() !== "" || [...filterNames, ...exclusionNames].some((name) => state[name].length > 0);
}
