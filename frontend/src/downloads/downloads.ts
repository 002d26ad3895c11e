/**
 * The downloads of this page, from the click on: they go on while the reader works elsewhere, and are forgotten with the
 * page. A store outside of React, so that nothing is drawn anew for each piece that comes in.
 */
import { keep } from "../app/kept";
import type { Progress } from "./receive";
import type { FileFormat } from "./rowCounter";
import type { SearchState } from "../state/search-state";

export type DownloadRequest = {
  /** What is fetched, from the path on. */
  address: string;
  format: FileFormat;
  fileName: string;
  /** Rows, as the screen counted them. */
  expected: number;
  /** The question and its period in words, the zone of the file's dates, and the state of the screen it was asked on. */
  question: string;
  period: string;
  zone: string;
  state: SearchState;
};

export type DownloadState = "waiting" | "running" | "complete" | "failed" | "canceled";

export type Download = {
  id: number;
  request: DownloadRequest;
  state: DownloadState;
  /** Milliseconds since the epoch. */
  started: number;
  ended: number | null;
  rows: number;
  bytes: number;
  /** Rows that the file will have: as the screen counted, then as the server promises. */
  expected: number;
  /** Over the last seconds; null until there is a rate. */
  rowsPerSecond: number | null;
  /** Days that could not be read and that the reader agreed to do without. */
  missingDays: string;
  problem: unknown;
  /** Where it is written to, if the reader chose that; else it is kept here until it is saved. */
  target: FileSystemFileHandle | null;
  file: Blob | null;
};

export type Downloads = {
  subscribe: (listener: () => void) => () => void;
  /** Latest first. The same array until something changes. */
  list: () => readonly Download[];
  start: (request: DownloadRequest, target: FileSystemFileHandle | null) => number;
  cancel: (id: number) => void;
  /** Fetches the file of an ended download anew, from its beginning. */
  again: (id: number, target: FileSystemFileHandle | null) => void;
  /** Takes an ended download off the list, and its file out of memory. */
  remove: (id: number) => void;
  /** Cancels and forgets everything. */
  clear: () => void;
};

// A browser opens six connections to a server of HTTP/1.1; searches need some.
const mostAtOnce = 3;
const tellEveryMS = 200;
const rateOverMS = 4000;
// What came in a moment says little about the rate of a line.
const leastForRate = 64 << 10;

type Work = {
  abort: AbortController;
  samples: { at: number; rows: number }[];
  /** What came so far, where it is not told yet. */
  progress: Partial<Progress>;
};

export function createDownloads(
  fetchFile: (address: string, signal: AbortSignal) => Promise<Response>,
  now: () => number = Date.now,
): Downloads {
  let all: readonly Download[] = [];
  let nextID = 1;
  const listeners = new Set<() => void>();
  const works = new Map<number, Work>();

  const set = (next: readonly Download[]) => {
    all = next;
    listeners.forEach((listener) => listener());
  };
  const change = (id: number, patch: Partial<Download>) =>
    set(all.map((download) => (download.id === id ? { ...download, ...patch } : download)));
  const find = (id: number) => all.find((download) => download.id === id);
  const isOpen = (download: Download | undefined) =>
    download?.state === "waiting" || download?.state === "running";

  const startWaiting = () => {
    const running = all.filter(({ state }) => state === "running").length;
    const waiting = all.filter(({ state }) => state === "waiting").reverse();
    for (const { id } of waiting.slice(0, Math.max(0, mostAtOnce - running))) void run(id);
  };

  const run = async (id: number) => {
    const work: Work = { abort: new AbortController(), samples: [], progress: {} };
    works.set(id, work);
    change(id, { state: "running", started: now() });
    try {
      await fetchInto(id, work);
    } catch (problem) {
      if (find(id)?.state === "running") change(id, { state: "failed", ended: now(), problem });
    }
    works.delete(id);
    startWaiting();
  };

  const fetchInto = async (id: number, work: Work) => {
    const { abort, samples } = work;
    const download = find(id);
    if (!download) return;
    const { request, target } = download;
    const [{ promisedRows, receive }, { diskSink, memorySink, saveFile }] = await Promise.all([
      import("./receive"),
      import("./sink"),
    ]);
    const answer = await fetchFile(request.address, abort.signal);
    change(id, {
      expected: promisedRows(answer) ?? request.expected,
      missingDays: answer.headers.get("X-Whodid-Missing-Days") ?? "",
    });
    const sink = target
      ? await diskSink(target)
      : memorySink(answer.headers.get("Content-Type") ?? "application/octet-stream");
    let told = 0;
    const onProgress = (progress: Progress) => {
      const at = now();
      work.progress = progress;
      if (at - told < tellEveryMS) return;
      told = at;
      samples.push({ at, rows: progress.rows });
      while (samples[1] && at - samples[1].at > rateOverMS) samples.shift();
      change(id, { ...progress, rowsPerSecond: rateOf(samples) });
    };
    try {
      const whole = await receive(answer, request.format, sink, onProgress, abort.signal);
      const file = await sink.finish();
      const ended = now();
      const seconds = (ended - (find(id)?.started ?? ended)) / 1000;
      if (whole.bytes >= leastForRate && seconds > 0) keep("rate", String(Math.round(whole.bytes / seconds)));
      if (!abort.signal.aborted) change(id, { ...whole, state: "complete", ended, file });
      if (file && !abort.signal.aborted) saveFile(file, request.fileName);
    } catch (error) {
      await sink.discard();
      throw error;
    }
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: () => all,
    start: (request, target) => {
      const id = nextID++;
      set([{ ...fresh(now()), id, request, expected: request.expected, target }, ...all]);
      startWaiting();
      return id;
    },
    cancel: (id) => {
      if (!isOpen(find(id))) return;
      const work = works.get(id);
      change(id, { ...work?.progress, state: "canceled", ended: now() });
      work?.abort.abort();
    },
    again: (id, target) => {
      const download = find(id);
      if (!download || isOpen(download) || works.has(id)) return;
      change(id, { ...fresh(now()), expected: download.request.expected, target });
      startWaiting();
    },
    remove: (id) => {
      if (!isOpen(find(id))) set(all.filter((download) => download.id !== id));
    },
    clear: () => {
      set([]);
      works.forEach(({ abort }) => abort.abort());
    },
  };
}

const fresh = (started: number) => ({
  state: "waiting" as const,
  started,
  ended: null,
  rows: 0,
  bytes: 0,
  rowsPerSecond: null,
  missingDays: "",
  problem: null,
  file: null,
});

function rateOf(samples: Work["samples"]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at <= first.at) return null;
  return ((last.rows - first.rows) * 1000) / (last.at - first.at);
}

/** How much of a download is here, from 0 to 1. */
export function shareOf({ rows, expected, state }: Download): number {
  if (state === "complete") return 1;
  return expected === 0 ? 0 : Math.min(1, rows / expected);
}

/** Seconds until it is here at the present rate; null while nobody can tell. */
export function secondsLeft({ rows, expected, rowsPerSecond }: Download): number | null {
  return rowsPerSecond === null || rowsPerSecond <= 0 ? null : Math.max(0, expected - rows) / rowsPerSecond;
}
