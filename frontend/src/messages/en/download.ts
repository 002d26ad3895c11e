import { some } from "./count";

export const download = {
  button: "Download",
  title: "Download as CSV",
  submit: (count: number, exact: boolean) =>
    `Download ${exact ? "" : "at least "}${some(count, "row", "rows")}`,
  explain: (zone: string) =>
    `All matching events in the order of the screen, with dates in ${zone} and in UTC.`,
  safe: "Safe for spreadsheets",
  safeHelp: "Puts a ' before cells that a spreadsheet would take for a formula.",
  none: "There is nothing to download.",
};
