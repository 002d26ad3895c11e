/** Answers of the API for tests, and a fetch that gives them. */
import type { AuditEvent, Export, Schedule, Screen, Session, View } from "../api/schema";

export function aSession(patch: Partial<Session> = {}): Session {
  return {
    name: "admin",
    role: "admin",
    time_zone: "Asia/Seoul",
    retention_days: 180,
    version: "0.1.0",
    now: "2026-11-23T10:00:00.000Z",
    ...patch,
  };
}

export function anEvent(patch: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN",
    seq: 1048577,
    time: "2026-11-22T09:12:33.123Z",
    user: { id: "m000123", name: "Kim Minjun", email: "minjun.kim@acme.example" },
    task: "edit_group",
    target: { type: "group", name: "Seoul Sales 12", email: "seoul-sales-12@acme.example" },
    status: "success",
    service_type: "pc_web",
    ...patch,
  };
}

export function aScreen(patch: Partial<Screen> = {}): Screen {
  return {
    total: { value: 1, relation: "exact" },
    events: [anEvent()],
    cursor: null,
    facets: {
      task: [{ value: "edit_group", count: 1 }],
      status: [{ value: "success", count: 1 }],
      service_type: [{ value: "pc_web", count: 1 }],
    },
    histogram: {
      interval: "1d",
      buckets: [
        { start: "2026-11-21T00:00:00+09:00", count: 0, failures: 0 },
        { start: "2026-11-22T00:00:00+09:00", count: 1, failures: 0 },
      ],
    },
    interpretation: { chips: [], notes: [], note_codes: [], terms: [] },
    missing_days: [],
    seq: 1048577,
    took_ms: 3.1,
    ...patch,
  };
}

export function aView(patch: Partial<View> = {}): View {
  return {
    id: "KZQ2JQ5W3YB7XDCV4LHN6TEMRA",
    name: "Failures of SCIM",
    address: "?status=failure&service_type=scim",
    shared: false,
    owner: "admin",
    mine: true,
    starred: false,
    default: false,
    created: "2026-11-23T10:00:00.000Z",
    updated: "2026-11-23T10:00:00.000Z",
    ...patch,
  };
}

/** A download that waits; what only others have is for the test to add. */
export function aDownload(patch: Partial<Export> = {}): Export {
  return {
    id: "QUEUED",
    state: "queued",
    owner: "admin",
    created: "2026-11-23T10:00:00.000Z",
    query: { tz: ["Asia/Seoul"] },
    format: "csv",
    compression: "none",
    split: "none",
    language: "en",
    time_zone: "Asia/Seoul",
    spreadsheet_safe: true,
    file: "contacts-audit-20261123-190000.csv",
    rows_expected: 1371,
    rows_written: 0,
    missing_days: [],
    sha256: "",
    parts: 0,
    code: "",
    why: "",
    ...patch,
  };
}

/** One whose file can be fetched. */
export function aReadyDownload(patch: Partial<Export> = {}): Export {
  return aDownload({
    id: "READY",
    state: "ready",
    rows_written: 1371,
    rows: 1371,
    bytes: 48_211,
    sha256: "aad35668ff22e70e96a567c871653fcfad7e0b18422fab51d6131ef54e0d3372",
    started: "2026-11-23T10:00:00.000Z",
    finished: "2026-11-23T10:00:01.000Z",
    expires_at: "2026-11-30T10:00:01.000Z",
    ...patch,
  });
}

/** A schedule that has run once, and is to run again. */
export function aSchedule(patch: Partial<Schedule> = {}): Schedule {
  return {
    id: "WEEKLY",
    owner: "admin",
    created: "2026-11-20T10:00:00.000Z",
    name: "Failures, weekly",
    every: "week",
    on: 1,
    at: "06:00",
    tz: "Asia/Seoul",
    period: "previous",
    view: "",
    paused: false,
    q: "",
    from: "",
    to: "",
    sort: "-time",
    filters: {},
    format: "csv",
    compression: "none",
    split: "none",
    language: "en",
    file_tz: "Asia/Seoul",
    spreadsheet_safe: true,
    partial: false,
    next_run: "2026-11-29T21:00:00.000Z",
    last_run: { at: "2026-11-22T21:00:00.000Z", download: "LAST", state: "queued", rows: 0 },
    last_error: null,
    ...patch,
  };
}

export type Call = { url: string; method: string; body: string };

/** What a fake server says, once `after` has come about. */
export type Answer = {
  body?: unknown;
  status?: number;
  headers?: Record<string, string>;
  after?: Promise<unknown>;
  /** Nobody answers at all. */
  away?: boolean;
};

/** A fetch that gives one answer to everything, and the calls that it was asked. */
export function answerWith(body: unknown, status = 200): { fetch: typeof globalThis.fetch; calls: Call[] } {
  return answerBy(() => ({ body, status }));
}

/** A fetch that answers by address and method. */
export function answerBy(answer: (call: Call) => Answer): {
  fetch: typeof globalThis.fetch;
  calls: Call[];
} {
  const calls: Call[] = [];
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const call: Call = {
      url: input instanceof Request ? input.url : String(input),
      method: init.method ?? "GET",
      body: typeof init.body === "string" ? init.body : "",
    };
    calls.push(call);
    const { body, status = 200, headers = {}, after, away = false } = answer(call);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    await Promise.race([after, aborted(init.signal)]);
    if (away) throw new TypeError("Failed to fetch");
    return new Response(status === 204 ? null : text, { status, headers });
  };
  return { fetch, calls };
}

/** Rejects when the caller gives up, as a browser's fetch does. */
function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  });
}
