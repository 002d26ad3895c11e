/** What can be told of a file before it is written. Pure. */
import type { FileForm } from "../../api/parameters";
import type { AuditEvent } from "../../api/schema";
import { fileBytes, type LineForm } from "../../downloads/size";

/** A sheet of Excel has so many rows, the header among them; of a longer file it opens the first ones. */
export const excelRows = 1_048_576;

// What a browser can well fetch while one waits: a few seconds.
const mostAtOnce = 50_000;

export type Estimate = {
  /** Before it is packed; null where no row is on the screen to measure by, and of a workbook. */
  bytes: number | null;
  /** A file in it is longer than a sheet of Excel. */
  tooLong: boolean;
  /** The form, where the file can be had at once, without a request. */
  atOnce: (FileForm & LineForm) | null;
};

export function estimate(rows: number, known: readonly AuditEvent[], form: FileForm): Estimate {
  const { format } = form;
  if (format === "xlsx") return { bytes: null, tooLong: false, atOnce: null };
  const lines = { ...form, format };
  const split = form.packing === "zip" && form.split === "rows";
  return {
    bytes: fileBytes(rows, known, lines),
    tooLong: format === "csv" && rows >= excelRows && !split,
    atOnce: rows <= mostAtOnce && form.packing === "none" ? lines : null,
  };
}
