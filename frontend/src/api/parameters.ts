/** The parameters of search, tail and export, from the state of the screen. */
import { apiMoment } from "../state/moment";
import { exclusionNames, filterNames, type Question } from "../state/search-state";

/** A question together with what the server can't know: the zone to read it in, and the reader's clock. */
export type AskedQuestion = Question & { zone: string; now: () => Date };

/** What decides which events match, and in which order; no paging. */
export function searchParameters(question: AskedQuestion): URLSearchParams {
  const parameters = tailParameters(question);
  const now = question.now();
  if (question.from !== null) parameters.set("from", apiMoment(question.from, "from", question.zone, now));
  if (question.to !== null) parameters.set("to", apiMoment(question.to, "to", question.zone, now));
  parameters.set("sort", question.sort);
  if (question.interval !== "auto") parameters.set("interval", question.interval);
  return parameters;
}

/** What decides which events a live tail sends: no period and no order. The zone stays, for `on:2026-11-22`. */
export function tailParameters(question: AskedQuestion): URLSearchParams {
  const parameters = new URLSearchParams();
  if (question.q.trim() !== "") parameters.set("q", question.q);
  for (const name of [...filterNames, ...exclusionNames])
    question[name].forEach((value) => parameters.append(name, value));
  parameters.set("tz", question.zone);
  return parameters;
}

/** How a file is to be written: of CSV the zone of its dates, the language of its words, and whether formulas are guarded. */
export type FileOptions = {
  format: "csv" | "ndjson";
  zone: string;
  language: string;
  spreadsheetSafe: boolean;
  /** The reader agreed to do without days that can't be read. */
  partial: boolean;
  /** The last number that the screen's search looked at: what was stored since is not in the file either. */
  upTo: number | null;
};

/** The address of the screen's rows as a file, all of them, in the screen's order. */
export function exportAddress(question: AskedQuestion, options: FileOptions): string {
  const parameters = searchParameters(question);
  parameters.delete("interval");
  if (options.format === "csv") {
    if (options.zone !== question.zone) parameters.set("file_tz", options.zone);
    parameters.set("language", options.language);
    parameters.set("spreadsheet_safe", String(options.spreadsheetSafe));
  }
  if (options.partial) parameters.set("partial", "true");
  if (options.upTo !== null) parameters.set("before", String(options.upTo + 1));
  return `/api/v1/export.${options.format}?${parameters}`;
}
