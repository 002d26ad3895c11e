/** The parameters of search, tail and export, from the state of the screen. */
import { apiMoment } from "../state/moment";
import { exclusionNames, filterNames, type Question } from "../state/search-state";
import { splitQuery } from "../state/url";
import type { Export } from "./schema";

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

export const fileFormats = ["csv", "xlsx", "ndjson"] as const;
export type FileFormat = (typeof fileFormats)[number];
export const packings = ["none", "gzip", "zip"] as const;
export type Packing = (typeof packings)[number];
export const splits = ["none", "rows", "day"] as const;
export type Split = (typeof splits)[number];

/** How a file is to be written. */
export type FileForm = {
  format: FileFormat;
  packing: Packing;
  /** Into several files of an archive; of no meaning without one. */
  split: Split;
  /** Of the dates of CSV, and of days that it is split by. */
  zone: string;
  /** Of the headers and labels of CSV. */
  language: string;
  /** Cells of CSV can't be taken for formulas. */
  safe: boolean;
};

/** What of the screen's rows is in the file. */
export type FileScope = {
  /** The reader agreed to do without days that can't be read. */
  partial: boolean;
  /** The last number that the screen's search looked at: what was stored since is not in the file either. */
  upTo: number | null;
};

/** How a form is asked for: a workbook is packed already, and has a sheet for as many rows as one holds. */
export function packingOf({ format, packing, split }: FileForm): { compression: Packing; split: Split } {
  const compression = format === "xlsx" ? "none" : packing;
  return { compression, split: compression === "zip" ? split : "none" };
}

/** The address of the screen's rows as a file that is neither packed nor split, in the screen's order. */
export function exportAddress(
  question: AskedQuestion,
  form: FileForm & { format: "csv" | "ndjson" },
  { partial, upTo }: FileScope,
): string {
  const parameters = searchParameters(question);
  parameters.delete("interval");
  if (form.format === "csv") {
    if (form.zone !== question.zone) parameters.set("file_tz", form.zone);
    parameters.set("language", form.language);
    parameters.set("spreadsheet_safe", String(form.safe));
  }
  if (partial) parameters.set("partial", "true");
  if (upTo !== null) parameters.set("before", String(upTo + 1));
  return `/api/v1/export.${form.format}?${parameters}`;
}

/** What requests a download. The words of its form are the server's: what a download has, another can be asked with. */
export type ExportRequest = {
  q?: string;
  from?: string;
  to?: string;
  tz?: string;
  sort?: string;
  filters: Record<string, string[]>;
  before?: number;
  /** The id of a former download: only what was stored since that one. */
  since?: string;
  format: string;
  compression: string;
  split: string;
  language: string;
  file_tz: string;
  spreadsheet_safe: boolean;
  partial: boolean;
};

/** Requests the screen's rows as a file. */
export function exportRequest(
  question: AskedQuestion,
  form: FileForm,
  { partial, upTo }: FileScope,
): ExportRequest {
  return {
    ...searchOf(splitQuery(searchParameters(question).toString())),
    ...(upTo === null ? {} : { before: upTo + 1 }),
    format: form.format,
    ...packingOf(form),
    language: form.language,
    file_tz: form.zone,
    spreadsheet_safe: form.safe,
    partial,
  };
}

/**
 * Requests what a download was requested for once more, as of now: `now-7d` means another week then. What `since` names has
 * been fetched before, and is left out.
 */
export function requestAgain(download: Export, since: string | undefined): ExportRequest {
  const { query, format, compression, split, language, time_zone, spreadsheet_safe, missing_days } = download;
  return {
    ...searchOf(query),
    ...(since === undefined ? {} : { since }),
    format,
    compression,
    split,
    language,
    file_tz: time_zone,
    spreadsheet_safe,
    partial: missing_days.length > 0,
  };
}

/** The parameters of a search as a request has them; what bounds it to a moment stays out. */
function searchOf(query: Record<string, string[]>): Pick<ExportRequest, "filters" | (typeof single)[number]> {
  const given = (names: readonly string[]) => names.filter((name) => (query[name]?.length ?? 0) > 0);
  return {
    ...Object.fromEntries(given(single).map((name) => [name, query[name]?.[0]])),
    filters: Object.fromEntries(
      given([...filterNames, ...exclusionNames]).map((name) => [name, query[name] ?? []]),
    ),
  };
}

const single = ["q", "from", "to", "tz", "sort"] as const;
