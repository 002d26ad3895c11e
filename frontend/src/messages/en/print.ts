import { n } from "./count";

/** What stands on paper beside the rows. */
export const print = {
  question: "Question",
  total: "Total",
  first: (count: number) => `the first ${n(count)}, as loaded on the screen, are printed`,
  printed: "Printed",
};
