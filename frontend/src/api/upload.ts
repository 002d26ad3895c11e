/** Sends a file. By XMLHttpRequest: a fetch does not tell how much of its body is on the way. */
import * as v from "valibot";
import { ApiError, OfflineError, UnexpectedAnswerError } from "./errors";
import {
  importSchema,
  unknownColumnsSchema,
  type Columns,
  type Import,
  type UnknownColumns,
} from "./imports";
import { errorSchema } from "./schema";

export type UploadRequest = {
  file: File;
  /** Of times without an offset; "" is as saved for the file's header, else the server's. */
  zone: string;
  /** "" is what the bytes say. */
  encoding: string;
  /** What the columns mean, where the server asked. */
  columns: Columns | null;
  /** The name under which that is saved; "" is not. */
  map: string;
};

/** What became of the file, also where it could not be read; or what has to be known before it can. */
export type UploadAnswer = { report: Import } | { question: UnknownColumns };

type Listen = { onProgress: (sentBytes: number) => void; signal: AbortSignal };

/** Rejects with one of errors.ts, or with an AbortError where the caller gave up. The signal is not aborted yet. */
export function upload(request: UploadRequest, { onProgress, signal }: Listen): Promise<UploadAnswer> {
  const path = uploadPath(request);
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const stop = () => xhr.abort();
    const end = (then: () => void) => () => {
      signal.removeEventListener("abort", stop);
      then();
    };
    xhr.upload.onprogress = ({ loaded }) => onProgress(loaded);
    xhr.onload = end(() => resolve(answerOf(xhr, path)));
    xhr.onerror = end(() => reject(new OfflineError(path)));
    xhr.onabort = end(() => reject(new DOMException("canceled", "AbortError")));
    signal.addEventListener("abort", stop);
    xhr.open("POST", path);
    xhr.setRequestHeader("Accept", "application/json");
    xhr.setRequestHeader("Content-Type", "application/octet-stream");
    xhr.send(request.file);
  });
}

function uploadPath({ file, zone, encoding, columns, map }: UploadRequest): string {
  const parameters = new URLSearchParams({ name: file.name });
  if (zone !== "") parameters.set("tz", zone);
  if (encoding !== "") parameters.set("encoding", encoding);
  if (columns) parameters.set("columns", JSON.stringify(columns));
  if (columns && map !== "") parameters.set("map", map);
  return `/api/v1/imports?${parameters}`;
}

// Async, so that what it throws is what the promise of the upload rejects with.
// eslint-disable-next-line @typescript-eslint/require-await -- see above
async function answerOf(xhr: XMLHttpRequest, path: string): Promise<UploadAnswer> {
  const body = jsonOf(xhr.responseText);
  const report = v.safeParse(importSchema, body);
  if (report.success) return { report: report.output };
  const question = v.safeParse(unknownColumnsSchema, body);
  if (question.success) return { question: question.output };
  if (xhr.status < 400) throw new UnexpectedAnswerError(path, { cause: report.issues });
  const said = v.safeParse(errorSchema, body);
  const { code, message, field } = said.success ? said.output.error : { code: "", message: "", field: "" };
  throw new ApiError(xhr.status, code, message, field);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // a proxy's HTML; the schemas refuse it
  }
}
