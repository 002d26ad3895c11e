/**
 * Counts the rows of a file as its pieces come in, whatever they cut through, and tells at its end whether it ended as a
 * whole file does. A row of CSV may hold line ends within quotes. Pure, and quick: a piece of 64 KiB takes far less than a
 * millisecond.
 */
export type FileFormat = "csv" | "ndjson";

export const mediaTypes: Record<FileFormat, string> = { csv: "text/csv", ndjson: "application/x-ndjson" };

export type RowCounter = {
  push: (piece: Uint8Array) => void;
  /** Whole rows so far, the header of CSV not among them. */
  rows: () => number;
  /** The file ends where a row ends. */
  ended: () => boolean;
};

const lineFeed = 10;
const quote = 34;

export function rowCounter(format: FileFormat): RowCounter {
  const quotes = format === "csv";
  let lines = 0;
  let quoted = false;
  let last = lineFeed;

  /** Line ends of a stretch that has no quotes in it. */
  const countLines = (piece: Uint8Array, from: number, to: number) => {
    for (let at = piece.indexOf(lineFeed, from); at !== -1 && at < to; at = piece.indexOf(lineFeed, at + 1))
      lines += 1;
  };

  return {
    push: (piece) => {
      let from = 0;
      while (quotes) {
        const at = piece.indexOf(quote, from);
        if (at === -1) break;
        if (!quoted) countLines(piece, from, at);
        // A doubled quote leaves the cell and enters it again, with nothing between.
        quoted = !quoted;
        from = at + 1;
      }
      if (!quoted) countLines(piece, from, piece.length);
      last = piece.at(-1) ?? last;
    },
    rows: () => (format === "csv" ? Math.max(0, lines - 1) : lines),
    ended: () => !quoted && last === lineFeed && (format === "ndjson" || lines > 0),
  };
}
