import { duration, n, size, some } from "./count";

const rows = (count: number) => some(count, "row", "rows");

/** The dialog that starts a download. */
export const download = {
  button: "Download",
  buttonRunning: (percent: string) => `Download, ${percent} of one is here`,
  title: "Download",
  rows: (count: number, exact: boolean) => (exact ? rows(count) : `At least ${rows(count)}`),
  size: (bytes: number) => `about ${size(bytes)}`,
  takes: (seconds: number) => (seconds < 1 ? "under a second" : `about ${duration(seconds)}`),
  explain: (newestFirst: boolean) =>
    `All matching events, ${newestFirst ? "newest" : "oldest"} first, as on the screen.`,
  format: "Format",
  formats: { csv: "CSV", ndjson: "NDJSON" },
  formatHelp: {
    csv: "For Excel and other spreadsheets.",
    ndjson: "One JSON event a line, for programs. Times in UTC.",
  },
  zone: "Time zone of the dates",
  zoneHelp: "A second column has each date in UTC.",
  serverZone: (zone: string) => `${zone} (server)`,
  ownZone: (zone: string) => `${zone} (this device)`,
  language: "Language of headers and labels",
  safe: "Safe for spreadsheets",
  safeHelp: "Puts a ' before cells that a spreadsheet would take for a formula.",
  excel: (most: number) =>
    `Excel opens at most ${n(most)} rows, the header among them, and leaves out the others. Download shorter periods one by one, or load the file with Power Query or into a database.`,
  missing: (days: string[]) =>
    `${days.length === 1 ? "This day" : `${n(days.length)} days`} can't be read, and the file would lack their events: ${days.join(", ")}`,
  consent: "Download without them",
  disk: "You are asked where to save it; it is written there as it comes in.",
  memory: (bytes: number) =>
    `This browser holds the file in memory until it is whole, and ${size(bytes)} may be too much for it. Download shorter periods, use Chrome or Edge over HTTPS, or “whodid export”.`,
  submit: (count: number, exact: boolean) => `Download ${exact ? "" : "at least "}${rows(count)}`,
  close: "Close",
  none: "There is nothing to download.",
  forbidden: "Downloading needs the role auditor or admin. Ask an administrator for it.",
  noFile: "The file can't be written there. Choose another place.",
};
