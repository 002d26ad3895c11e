/** Takes in one file, row by row counted, and believes it only when it is proved whole. */
import type { Sink } from "./sink";
import { rowCounter, type FileFormat } from "./rowCounter";

/** What came of the file so far. */
export type Progress = { rows: number; bytes: number };

/** The file is not whole, and why. */
export class BrokenFileError extends Error {
  override readonly name = "BrokenFileError";
  constructor(
    readonly reason: "connection" | "short" | "unproven",
    /** Rows that came, and rows that there should be. */
    readonly rows: number,
    readonly expected: number | null,
    options?: ErrorOptions,
  ) {
    super(`the file is not whole: ${reason}`, options);
  }
}

/** The number of rows that the server promised; null if it said none. */
export function promisedRows(answer: Response): number | null {
  const promised = answer.headers.get("X-Whodid-Rows") ?? "";
  return /^\d{1,15}$/.test(promised) ? Number(promised) : null;
}

// Work between two looks at what else there is to do: shorter than a frame.
const turnMS = 8;

/**
 * Writes an answer's body to the sink and resolves when it is whole: it ended by itself, at the end of a row, with as many
 * rows as promised. Errors: BrokenFileError, StorageError, or the signal's reason.
 */
export async function receive(
  answer: Response,
  format: FileFormat,
  sink: Sink,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Progress> {
  const expected = promisedRows(answer);
  const counter = rowCounter(format);
  const body = answer.body?.getReader();
  let bytes = 0;
  let turn = performance.now();
  for (;;) {
    const piece = await body?.read().catch((error: unknown) => {
      signal.throwIfAborted();
      throw new BrokenFileError("connection", counter.rows(), expected, { cause: error });
    });
    signal.throwIfAborted();
    if (!piece || piece.done) break;
    counter.push(piece.value);
    bytes += piece.value.length;
    await sink.write(piece.value);
    onProgress({ rows: counter.rows(), bytes });
    if (performance.now() - turn > turnMS) {
      await anotherTurn();
      turn = performance.now();
    }
  }
  const rows = counter.rows();
  if (expected === null) throw new BrokenFileError("unproven", rows, null);
  if (rows !== expected || !counter.ended()) throw new BrokenFileError("short", rows, expected);
  return { rows, bytes };
}

/** Lets the page draw and answer keys before the next piece. */
function anotherTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
