import type { Term } from "../../api/schema";
import type { Clock, ColumnName, Density } from "../../state/search-state";
import type { TimeFormat } from "../../time/format";

/** How rows are drawn: the same object until something of it changes, so that rows that stay need no drawing. */
export type Look = {
  columns: readonly ColumnName[];
  density: Density;
  clock: Clock;
  times: TimeFormat;
  /** What the question looked for. */
  terms: readonly Term[];
};
