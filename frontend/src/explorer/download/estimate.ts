/** What can be told of a file before it begins. */
import type { AuditEvent } from "../../api/schema";
import { kept } from "../../app/kept";
import type { FileFormat } from "../../downloads/rowCounter";
import { writesToDisk } from "../../downloads/sink";
import { fileBytes, type FileForm } from "../../downloads/size";

/** A sheet of Excel has so many rows, the header among them; of a longer file it opens the first ones. */
export const excelRows = 1_048_576;

// Until this browser has seen a download: a slow office line.
const cautiousBytesPerSecond = 1_000_000;
// Smaller files are saved as any download is; for larger ones the reader chooses a place that they are written to.
const leastForDisk = 32e6;
// What browsers without that can be trusted to hold in memory.
const mostInMemory = 500e6;

export type Estimate = {
  /** Null where no row is on the screen to measure by. */
  bytes: number | null;
  seconds: number | null;
  /** The file is to be written where the reader says. */
  toDisk: boolean;
  /** It may be more than this browser can hold. */
  tooLarge: boolean;
};

export function estimate(rows: number, known: readonly AuditEvent[], form: FileForm): Estimate {
  const bytes = fileBytes(rows, known, form);
  const rate = Number(kept("rate")) || cautiousBytesPerSecond;
  const large = bytes !== null && bytes > leastForDisk;
  return {
    bytes,
    seconds: bytes === null ? null : bytes / rate,
    toDisk: large && writesToDisk(),
    tooLarge: bytes !== null && bytes > mostInMemory && !writesToDisk(),
  };
}

/** `contacts-audit-20261123-190000.csv`, by the clock of the zone: the name that the server gives too. */
export function fileNameOf(format: FileFormat, at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const digits = parts.filter(({ type }) => type !== "literal").map(({ value }) => value);
  return `contacts-audit-${digits.slice(0, 3).join("")}-${digits.slice(3).join("")}.${format}`;
}
