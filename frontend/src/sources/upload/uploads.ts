/**
 * The files that this page sends, one after the other. They go on while the reader works elsewhere in the page, and are
 * forgotten with it. A store outside of React, so that nothing is drawn anew for each piece that goes out.
 */
import type { Import, UnknownColumns } from "../../api/imports";
import type { upload as send, UploadRequest } from "../../api/upload";

export type UploadState = "waiting" | "sending" | "asks" | "ended" | "failed" | "canceled";

export type Upload = {
  id: number;
  request: UploadRequest;
  state: UploadState;
  sentBytes: number;
  /** Over the last seconds; null until there is a rate. */
  bytesPerSecond: number | null;
  /** What became of it, once it ended. */
  report: Import | null;
  /** What has to be known before it can be read. */
  question: UnknownColumns | null;
  problem: unknown;
};

export type Uploads = {
  subscribe: (listener: () => void) => () => void;
  /** In the order in which they go. The same array until something changes. */
  list: () => readonly Upload[];
  add: (requests: UploadRequest[]) => void;
  /** Sends an ended one anew from its beginning, with what is known by now. */
  again: (id: number, known?: Pick<UploadRequest, "columns" | "map">) => void;
  cancel: (id: number) => void;
  remove: (id: number) => void;
  /** Cancels and forgets everything. */
  clear: () => void;
};

const tellEveryMS = 200;
const rateOverMS = 4000;

export function createUploads(upload: typeof send, onStored: () => void): Uploads {
  let uploads: readonly Upload[] = [];
  let lastId = 0;
  let current: { id: number; abort: AbortController } | null = null;
  const listeners = new Set<() => void>();

  const set = (next: readonly Upload[]) => {
    uploads = next;
    listeners.forEach((tell) => tell());
  };
  const change = (id: number, patch: Partial<Upload>) =>
    set(uploads.map((one) => (one.id === id ? { ...one, ...patch } : one)));
  const find = (id: number) => uploads.find((one) => one.id === id);

  async function run({ id, request }: Upload): Promise<void> {
    const abort = new AbortController();
    current = { id, abort };
    change(id, { state: "sending", sentBytes: 0, bytesPerSecond: null, problem: null });
    const rate = createRate();
    let told = 0;
    const onProgress = (sentBytes: number) => {
      const now = Date.now();
      const bytesPerSecond = rate(now, sentBytes);
      if (now - told < tellEveryMS && sentBytes < request.file.size) return;
      told = now;
      change(id, { sentBytes, bytesPerSecond });
    };
    try {
      const answer = await upload(request, { onProgress, signal: abort.signal });
      if ("question" in answer) change(id, { state: "asks", question: answer.question });
      else change(id, endOf(answer.report, find(id)));
    } catch (problem) {
      if (abort.signal.aborted) change(id, { state: "canceled" });
      else change(id, { state: isNameTaken(problem) && find(id)?.question ? "asks" : "failed", problem });
    }
    current = null;
    onStored(); // perhaps: also of what broke off, rows may be there
    next();
  }

  function next(): void {
    const waiting = current ? undefined : uploads.find(({ state }) => state === "waiting");
    if (waiting) void run(waiting);
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    list: () => uploads,
    add: (requests) => {
      const added = requests.map((request): Upload => ({ ...blank, id: ++lastId, request }));
      set([...uploads, ...added]);
      next();
    },
    again: (id, known) => {
      const one = find(id);
      if (!one) return;
      change(id, { ...blank, request: { ...one.request, ...known }, question: one.question });
      next();
    },
    cancel: (id) => {
      if (current?.id === id) current.abort.abort();
      else change(id, { state: "canceled" });
    },
    remove: (id) => set(uploads.filter((one) => one.id !== id)),
    clear: () => {
      set([]);
      current?.abort.abort();
    },
  };
}

const blank = {
  state: "waiting",
  sentBytes: 0,
  bytesPerSecond: null,
  report: null,
  question: null,
  problem: null,
} as const;

/** A name that another header has is asked for again; all else is an end. */
function endOf(report: Import, before: Upload | undefined): Partial<Upload> {
  return isNameTaken(report.error) && before?.question
    ? { state: "asks", problem: report.error }
    : { state: "ended", report };
}

function isNameTaken(problem: unknown): boolean {
  return (problem as { code?: unknown } | null)?.code === "map_exists";
}

/** Bytes a second over the last moments. */
function createRate(): (at: number, bytes: number) => number | null {
  const samples: { at: number; bytes: number }[] = [];
  return (at, bytes) => {
    samples.push({ at, bytes });
    while ((samples[0]?.at ?? at) < at - rateOverMS) samples.shift();
    const [first] = samples;
    if (!first || at - first.at < tellEveryMS) return null;
    return ((bytes - first.bytes) * 1000) / (at - first.at);
  };
}
