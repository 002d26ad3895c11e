import { n, size, some } from "./count";

const rows = (count: number) => some(count, "row", "rows");

/** The dialog that requests a download. */
export const download = {
  button: "Download",
  title: "Download",
  rows: (count: number, exact: boolean) => (exact ? rows(count) : `At least ${rows(count)}`),
  size: (bytes: number) => `about ${size(bytes)}`,
  sizeUnpacked: (bytes: number) => `about ${size(bytes)} before packing`,
  explain: (newestFirst: boolean) =>
    `All matching events, ${newestFirst ? "newest" : "oldest"} first, as on the screen.`,
  format: "Format",
  formats: { csv: "CSV", xlsx: "Excel (XLSX)", ndjson: "NDJSON" },
  formatHelp: {
    csv: "Opens in any spreadsheet.",
    xlsx: "A workbook for Excel: dates as dates, nothing to guess.",
    ndjson: "One JSON event a line, for programs. Times in UTC.",
  },
  packing: "Packing",
  packings: { none: "None", gzip: "gzip", zip: "ZIP" },
  split: "Split",
  splits: { none: "One file", rows: "A file for each sheet of Excel", day: "A file for each day" },
  zone: "Time zone of the dates",
  zoneHelp: "A second column has each date in UTC.",
  dayZone: "Time zone of the days",
  serverZone: (zone: string) => `${zone} (server)`,
  ownZone: (zone: string) => `${zone} (this device)`,
  language: "Language of the labels",
  safe: "Safe for spreadsheets",
  safeHelp: "Puts a ' before cells that a spreadsheet would take for a formula.",
  excel: (most: number) =>
    `Excel opens at most ${n(most)} rows of a file, the header among them, and leaves out the others.`,
  splitForExcel: "Split for Excel",
  missing: (days: string[]) =>
    `${days.length === 1 ? "This day" : `${n(days.length)} days`} can't be read, and the file would lack their events: ${days.join(", ")}`,
  consent: "Download without them",
  submit: (count: number, exact: boolean) => `Request download of ${exact ? "" : "at least "}${rows(count)}`,
  submitHelp: "The file is written by the server and fetched in Log Download.",
  atOnce: "Download at once",
  schedule: "Schedule…",
  none: "There is nothing to download.",
  forbidden: "Downloading needs the role auditor or admin. Ask an administrator for it.",
};
