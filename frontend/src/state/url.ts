/**
 * The address of the Contacts screen: read and written here and nowhere else. Pure.
 * Plain repeated parameters (`?task=a&task=b`), the API's own names, defaults left out.
 * What can't be understood is left at its default and named, never an error.
 */
import { isBackwards, isZone, readMoment } from "./moment";
import { readColumns, writeColumns } from "./columns";
import {
  clocks,
  defaults,
  densities,
  exclusionNames,
  filterNames,
  intervals,
  scopes,
  sorts,
  type SearchState,
} from "./search-state";

/** A part of a link that was not understood: `from=yesterdayish`. */
export type Ignored = { parameter: string; value: string };

// Letters and signs that read from the right, or say that others do: set apart, they turn nothing round them.
const leftwards = /[\u0590-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const mostNamed = 5;
const mostOfValue = 60;

/** The parts by name and value, as many and as much of each as one can take in. */
export function ignoredText(ignored: readonly Ignored[]): string {
  const named = ignored.slice(0, mostNamed).map(({ parameter, value }) => {
    const letters = Array.from(`${parameter}=${value}`);
    const part =
      letters.length > mostOfValue ? `${letters.slice(0, mostOfValue).join("")}…` : letters.join("");
    return leftwards.test(part) ? `\u2068${part}\u2069` : part;
  });
  return [...named, ...(ignored.length > mostNamed ? ["…"] : [])].join(", ");
}

export type Parameters = Record<string, unknown>;

// Known to the server's log-in, and of no meaning to a screen.
const silent = new Set(["login", "code"]);

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/;

// A view's id is the server's own affair, and never long.
const viewID = /^[\w-]{1,64}$/;

/** Splits `?a=1&a=2` into `{a: ["1", "2"]}`. */
export function splitQuery(query: string): Record<string, string[]> {
  // Without a prototype: a parameter may well be called __proto__.
  const parameters = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of new URLSearchParams(query)) (parameters[name] ??= []).push(value);
  return parameters;
}

/** Reads split parameters, or a SearchState again: reading what was read changes nothing. */
export function readState(given: Parameters): { state: SearchState; ignored: Ignored[] } {
  const parameters: Parameters = { ...given, cols: columnsText(given.cols) };
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
  for (const name of [...filterNames, ...exclusionNames]) state[name] = distinct(texts(parameters[name]));
  state.sort = one("sort", oneOf(sorts)) ?? defaults.sort;
  state.interval = one("interval", oneOf(intervals)) ?? defaults.interval;
  state.cols = one("cols", readColumns);
  state.density = one("density", oneOf(densities)) ?? defaults.density;
  state.times = one("times", oneOf(clocks)) ?? defaults.times;
  state.fold = one("fold", readSwitch) ?? defaults.fold;
  state.event = one("event", readULID);
  state.scope = one("scope", oneOf(scopes)) ?? defaults.scope;
  state.live = one("live", readSwitch) ?? defaults.live;
  state.view = one("view", (text) => (viewID.test(text) ? text : null));

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
  // The order of the defaults is the order in every link.
  for (const name of Object.keys(defaults) as (keyof SearchState)[]) {
    const value = name === "cols" ? writeColumns(known.cols) : known[name];
    if (Array.isArray(value)) value.forEach((item) => query.append(name, item));
    else if (typeof value === "boolean" && value !== defaults[name]) query.append(name, value ? "1" : "0");
    else if (typeof value === "string" && value !== defaults[name]) query.append(name, value);
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function columnsText(value: unknown): unknown {
  const isColumns = Array.isArray(value) && value.every((item) => typeof item === "object");
  return isColumns ? writeColumns(value as SearchState["cols"]) : value;
}

function readULID(text: string): string | null {
  const upper = text.toUpperCase();
  return ulid.test(upper) ? upper : null;
}

function readSwitch(text: string): boolean | null {
  return text === "1" ? true : text === "0" ? false : null;
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T | null {
  return (text) => values.find((value) => value === text) ?? null;
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value === "string") return [value];
  if (typeof value === "boolean") return [value ? "1" : "0"];
  return [];
}

function distinct(values: string[]): string[] {
  return [...new Set(values.filter((value) => value !== ""))];
}
