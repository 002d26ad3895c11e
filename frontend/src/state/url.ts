/**
 * The address of the Contacts screen: read and written here and nowhere else. Pure.
 * Plain repeated parameters (`?task=a&task=b`), the API's own names, defaults left out.
 * What can't be understood is left at its default and named, never an error.
 */
import { isBackwards, isZone, readMoment } from "./moment";
import { defaults, filterNames, intervals, sorts, type SearchState } from "./search-state";

/** A part of a link that was not understood: `from=yesterdayish`. */
export type Ignored = { parameter: string; value: string };

export type Parameters = Record<string, unknown>;

// Known to the server's log-in, and of no meaning to a screen.
const silent = new Set(["login", "code"]);

const eventID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Splits `?a=1&a=2` into `{a: ["1", "2"]}`. */
export function splitQuery(query: string): Record<string, string[]> {
  // Without a prototype: a parameter may well be called __proto__.
  const parameters = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of new URLSearchParams(query)) (parameters[name] ??= []).push(value);
  return parameters;
}

/** Reads split parameters, or a SearchState again: reading what was read changes nothing. */
export function readState(parameters: Parameters): { state: SearchState; ignored: Ignored[] } {
  const state: SearchState = { ...defaults };
  const ignored: Ignored[] = [];
  const ignore = (parameter: string, value: string) => void ignored.push({ parameter, value });

  const one = <T>(name: string, read: (text: string) => T | null): T | null => {
    const [first, ...more] = texts(parameters[name]);
    more.forEach((value) => ignore(name, value));
    if (first === undefined || first === "") return null;
    const value = read(first);
    if (value === null) ignore(name, first);
    return value;
  };

  state.q = one("q", (text) => text) ?? defaults.q;
  state.from = one("from", readMoment);
  state.to = one("to", readMoment);
  if (state.from !== null && state.to !== null && isBackwards(state.from, state.to)) {
    ignore("from", state.from);
    ignore("to", state.to);
    state.from = state.to = null;
  }
  state.tz = one("tz", (text) => (isZone(text) ? text : null));
  for (const name of filterNames) state[name] = distinct(texts(parameters[name]));
  state.sort = one("sort", oneOf(sorts)) ?? defaults.sort;
  state.interval = one("interval", oneOf(intervals)) ?? defaults.interval;
  state.event = one("event", (text) => (eventID.test(text.toUpperCase()) ? text.toUpperCase() : null));
  state.live = one("live", (text) => (text === "1" ? true : text === "0" ? false : null)) ?? defaults.live;

  for (const [name, value] of Object.entries(parameters)) {
    if (!Object.hasOwn(defaults, name) && !silent.has(name))
      texts(value).forEach((text) => ignore(name, text));
  }
  return { state, ignored };
}

/** Writes the state as `?q=…&task=…`, or as nothing where all is default. */
export function writeState(state: Parameters): string {
  const { state: known } = readState(state);
  const query = new URLSearchParams();
  for (const name of [
    "q",
    "from",
    "to",
    "tz",
    ...filterNames,
    "sort",
    "interval",
    "event",
    "live",
  ] as const) {
    const value = known[name];
    if (Array.isArray(value)) value.forEach((item) => query.append(name, item));
    else if (value !== null && value !== defaults[name])
      query.append(name, value === true ? "1" : String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T | null {
  return (text) => values.find((value) => value === text) ?? null;
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value === "string") return [value];
  if (value === true) return ["1"];
  return [];
}

function distinct(values: string[]): string[] {
  return [...new Set(values.filter((value) => value !== ""))];
}
