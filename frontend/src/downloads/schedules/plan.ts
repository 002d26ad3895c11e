/** What a schedule does, in words and as its form has it. Pure. */
import { fileFormats, packings, packingOf, splits, type FileForm } from "../../api/parameters";
import type { Schedule, SchedulePlan } from "../../api/schema";
import { apiMoment, isByDay } from "../../state/moment";
import { exclusionNames, filterNames, type SearchState } from "../../state/search-state";
import { readState } from "../../state/url";
import type { ScheduleWords } from "./words";

/** When it runs, and of which time its files are. */
export type Timing = Pick<SchedulePlan, "every" | "on" | "at" | "tz" | "period">;

/** The state of the Contacts screen that has a schedule's question; without a period where that goes with the run. */
export function stateOf({ q, from, to, tz, sort, filters }: Schedule): SearchState {
  return readState({ q, from, to, tz, sort, ...filters }).state;
}

/** How the files of a schedule are written. */
export function formOf(schedule: Schedule): FileForm {
  return {
    format: oneOf(fileFormats, schedule.format),
    packing: oneOf(packings, schedule.compression),
    split: oneOf(splits, schedule.split),
    zone: schedule.file_tz,
    language: schedule.language,
    safe: schedule.spreadsheet_safe,
  };
}

const oneOf = <T extends string>(known: readonly [T, ...T[]], value: string): T =>
  known.find((one) => one === value) ?? known[0];

/** Whether the search's own period can be asked again and again: a day that has a name is another one each time. */
export function movesAlong({ from, to }: SearchState): boolean {
  return [from, to].every((moment) => moment === null || !isByDay(moment) || /^\d/.test(moment));
}

/** What the server is to keep: the search as it is now, and when it is asked. */
export function planOf(
  name: string,
  timing: Timing,
  { id: view, state }: { id: string; state: SearchState },
  form: FileForm,
): Omit<SchedulePlan, "paused" | "partial"> {
  const moment = (side: "from" | "to") => {
    const given = state[side];
    return timing.period !== "asked" || given === null ? "" : apiMoment(given, side, timing.tz, new Date());
  };
  return {
    name,
    ...timing,
    view,
    q: state.q,
    from: moment("from"),
    to: moment("to"),
    sort: state.sort,
    filters: Object.fromEntries(
      [...filterNames, ...exclusionNames]
        .filter((filter) => state[filter].length > 0)
        .map((filter) => [filter, state[filter]]),
    ),
    format: form.format,
    ...packingOf(form),
    language: form.language,
    file_tz: form.zone,
    spreadsheet_safe: form.safe,
  };
}

/** `Each Monday at 06:00` */
export function whenText({ every, on, at }: Timing, words: ScheduleWords, locale: string): string {
  return every === "week" ? words.weekly(weekday(on, locale), at) : words.monthly(on, at);
}

/** The name of a day of the week, 1 being Monday. */
export function weekday(on: number, locale: string): string {
  const monday = Date.UTC(2026, 10, 23);
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(
    new Date(monday + (on - 1) * 86_400_000),
  );
}
