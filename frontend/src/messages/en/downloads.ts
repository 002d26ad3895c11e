import { duration, n, percent, size, some } from "./count";

const rows = (count: number) => some(count, "row", "rows");
const of = (here: number, expected: number) => `${n(here)} of ${rows(expected)}`;

/** Downloads under way and ended: the screen Log Download, and what is said of them elsewhere. */
export const downloads = {
  title: "Log Download",
  explain:
    "The downloads of this browser since this page was loaded. They go on while you work elsewhere in the page; reloading or closing it cancels what runs and empties this list.",
  label: "Downloads",
  empty: "No downloads yet",
  emptyHelp: "Search in Contacts until the screen shows what you want, then press Download.",
  toContacts: "Go to Contacts",
  everything: "All events",
  states: {
    waiting: "Waiting",
    running: "Downloading",
    complete: "Complete",
    failed: "Failed",
    canceled: "Canceled",
  },
  percent,
  size,
  progress: of,
  rate: (perSecond: number) => `${rows(Math.round(perSecond))} a second`,
  left: (seconds: number) => (seconds < 1 ? "almost there" : `${duration(seconds)} left`),
  took: (seconds: number) => (seconds < 1 ? "in under a second" : `in ${duration(seconds)}`),
  complete: (count: number) => `${rows(count)}, as many as the server counted`,
  without: (days: string) => `Without ${days}, which could not be read`,
  written: "Saved where you chose",
  waits: "Begins when another one has ended.",
  canceled: (here: number, expected: number) => `Canceled after ${of(here, expected)}. Nothing was saved.`,
  broken: (here: number, expected: number) =>
    `The connection broke after ${of(here, expected)}. What came is not the whole file and was thrown away. Download it again.`,
  brokenEarly: "The connection broke before the first row. Download it again.",
  short: (here: number, expected: number) =>
    `The file ended with ${of(here, expected)}. It is not whole and was thrown away. Download it again.`,
  unproven:
    "The answer did not say how many rows it has, so nothing proves that it is whole, and it was thrown away. Look at what stands between you and the server.",
  storage:
    "The file could not be written: the disk may be full, or the place may be closed to this page. Free some room, or choose another place, and download it again.",
  cancel: "Cancel",
  again: "Download again",
  save: "Save",
  remove: "Remove",
  open: "Show these events",
  named: (action: string, file: string) => `${action}: ${file}`,
  running: (count: number, share: string) => `${n(count)} running, ${share}`,
  failures: (count: number) => `${n(count)} failed`,
  toList: "Show in Log Download",
  announceComplete: (file: string, count: number) => `Download complete: ${file}, ${rows(count)}`,
  announceFailed: (file: string) => `Download failed: ${file}`,
  dismiss: "Dismiss",
};
