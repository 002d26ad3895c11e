/**
 * All of the page's HTTP, typed. Every answer passes a schema; every failure is one of errors.ts, or an
 * AbortError where the caller gave up. Nothing here keeps state: the session is a cookie.
 */
import * as v from "valibot";
import type { FilterName, Scope } from "../state/search-state";
import { ApiError, OfflineError, UnexpectedAnswerError } from "./errors";
import { searchParameters, tailParameters, type AskedQuestion, type ExportRequest } from "./parameters";
import {
  contextSchema,
  countSchema,
  errorSchema,
  eventSchema,
  exportSchema,
  exportsSchema,
  freshnessSchema,
  isOpen,
  readingSchema,
  rowsSchema,
  scheduleSchema,
  schedulesSchema,
  screenSchema,
  sessionSchema,
  suggestionsSchema,
  viewSchema,
  viewsSchema,
  type AuditEvent,
  type EventContext,
  type Export,
  type Freshness,
  type QuestionChip,
  type Rows,
  type Schedule,
  type SchedulePlan,
  type Screen,
  type Session,
  type Suggestions,
  type View,
  type ViewChange,
} from "./schema";

export const pageSize = 100;

/** The most rows that one call may return. */
const maxRows = 1000;

/** An event as the page reads it, and as the server wrote it, with members that the page does not know. */
export type StoredEvent = { event: AuditEvent; raw: Record<string, unknown> };

type CallInit = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

export type Client = {
  /** Any call, for a screen that brings its own schemas. An answer without a body is null. */
  call: <T extends v.GenericSchema>(schema: T, path: string, init?: CallInit) => Promise<v.InferOutput<T>>;
  session: (signal?: AbortSignal) => Promise<Session>;
  logIn: (token: string) => Promise<Session>;
  logOut: () => Promise<void>;
  /** The first page, with total, facets and histogram. */
  screen: (question: AskedQuestion, signal?: AbortSignal) => Promise<Screen>;
  /** The page that the cursor stands for. */
  rows: (question: AskedQuestion, cursor: string, signal?: AbortSignal) => Promise<Rows>;
  /** How many matches were stored after a sequence number. */
  since: (question: AskedQuestion, seq: number, signal?: AbortSignal) => Promise<number>;
  /**
   * The matches stored between two sequence numbers, both exclusive, whatever their time; newest first. Of more than
   * `most` the newest; as many calls as that takes.
   */
  between: (
    question: AskedQuestion,
    range: { after: number; before: number },
    most: number,
    signal?: AbortSignal,
  ) => Promise<AuditEvent[]>;
  /** The numbers alone, and the first row in the question's order. */
  numbers: (question: AskedQuestion, signal?: AbortSignal) => Promise<Screen>;
  /** The first row in the question's order; null where nothing matches. */
  firstRow: (question: AskedQuestion, signal?: AbortSignal) => Promise<AuditEvent | null>;
  event: (id: string, signal?: AbortSignal) => Promise<StoredEvent>;
  /** The neighbours of an event, so many on each side, 0 to 100; with a question only those that match it. */
  context: (
    id: string,
    scope: Scope,
    sides: { before: number; after: number },
    question: AskedQuestion | null,
    signal?: AbortSignal,
  ) => Promise<EventContext>;
  /** The values of a field that begin with what was typed, counted within a question, or in all there is. */
  suggest: (
    field: FilterName,
    prefix: string,
    limit: number,
    question: AskedQuestion | null,
    signal?: AbortSignal,
  ) => Promise<Suggestions>;
  /** How the server reads a question; its words of time as of now. */
  interpretation: (q: string, zone: string, signal?: AbortSignal) => Promise<QuestionChip[]>;
  /** The requested downloads that the asking person sees, newest first. */
  exports: (signal?: AbortSignal) => Promise<Export[]>;
  requestExport: (request: ExportRequest) => Promise<Export>;
  /** Ends a download that is open; one that has ended meanwhile stays as it is. */
  cancelExport: (id: string) => Promise<void>;
  /** Deletes a download that has ended, with its file. */
  deleteExport: (id: string) => Promise<void>;
  schedules: (signal?: AbortSignal) => Promise<Schedule[]>;
  createSchedule: (plan: SchedulePlan) => Promise<Schedule>;
  changeSchedule: (id: string, change: Partial<SchedulePlan>) => Promise<Schedule>;
  deleteSchedule: (id: string) => Promise<void>;
  /** Requests a schedule's download now. */
  runSchedule: (id: string) => Promise<Export>;
  freshness: (signal?: AbortSignal) => Promise<Freshness>;
  views: (signal?: AbortSignal) => Promise<View[]>;
  createView: (view: ViewChange & { name: string; address: string }) => Promise<View>;
  changeView: (id: string, change: ViewChange) => Promise<View>;
  deleteView: (id: string) => Promise<void>;
};

export function createClient(fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Client {
  async function call<T extends v.GenericSchema>(
    schema: T,
    path: string,
    init: CallInit = {},
  ): Promise<v.InferOutput<T>> {
    let answer: Response;
    let body: unknown;
    try {
      answer = await fetch(path, {
        credentials: "same-origin",
        ...init,
        headers: { Accept: "application/json", ...init.headers },
      });
      body = answer.status === 204 ? null : await jsonOf(answer);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new OfflineError(path, { cause: error });
    }
    if (!answer.ok) throw errorOf(answer, body);
    const parsed = v.safeParse(schema, body);
    if (!parsed.success) throw new UnexpectedAnswerError(path, { cause: parsed.issues });
    return parsed.output;
  }

  const search = <T extends v.GenericSchema>(schema: T, parameters: URLSearchParams, signal?: AbortSignal) =>
    call(schema, `/api/v1/search?${parameters}`, withSignal(signal));

  const send = <T extends v.GenericSchema>(schema: T, method: string, path: string, body: unknown) =>
    call(schema, path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });

  const deleteAt = async (path: string) => {
    await call(v.null(), path, { method: "DELETE" });
  };

  return {
    call,
    session: (signal) => call(sessionSchema, "/api/v1/session", withSignal(signal)),
    logIn: (token) => send(sessionSchema, "POST", "/api/v1/session", { token }),
    logOut: () => deleteAt("/api/v1/session"),
    screen: (question, signal) => {
      const parameters = searchParameters(question);
      parameters.set("limit", String(pageSize));
      return search(screenSchema, parameters, signal);
    },
    rows: (question, cursor, signal) => {
      const parameters = searchParameters(question);
      parameters.set("limit", String(pageSize));
      parameters.set("cursor", cursor);
      parameters.set("include", "events");
      return search(rowsSchema, parameters, signal);
    },
    since: async (question, seq, signal) => {
      const parameters = searchParameters(question);
      parameters.delete("sort");
      parameters.delete("interval");
      parameters.set("limit", "0");
      parameters.set("include", "total");
      parameters.set("after", String(seq));
      return (await search(countSchema, parameters, signal)).total.value;
    },
    between: async (question, { after, before }, most, signal) => {
      const parameters = searchParameters({ ...question, from: null, to: null, sort: "-time" });
      parameters.set("limit", String(Math.min(most, maxRows)));
      parameters.set("after", String(after));
      parameters.set("before", String(before));
      parameters.set("include", "events");
      const events: AuditEvent[] = [];
      for (;;) {
        const page = await search(rowsSchema, parameters, signal);
        events.push(...page.events);
        if (page.cursor === null || events.length >= most) return events.slice(0, most);
        parameters.set("cursor", page.cursor);
      }
    },
    numbers: (question, signal) => {
      const parameters = searchParameters(question);
      parameters.set("limit", "1");
      return search(screenSchema, parameters, signal);
    },
    firstRow: async (question, signal) => {
      const parameters = searchParameters(question);
      parameters.set("limit", "1");
      parameters.set("include", "events");
      return (await search(rowsSchema, parameters, signal)).events[0] ?? null;
    },
    event: async (id, signal) => {
      const raw = await call(v.record(v.string(), v.unknown()), eventPath(id), withSignal(signal));
      const event = v.safeParse(eventSchema, raw);
      if (!event.success) throw new UnexpectedAnswerError(eventPath(id), { cause: event.issues });
      return { event: event.output, raw };
    },
    context: (id, scope, { before, after }, question, signal) => {
      const parameters = question ? tailParameters(question) : new URLSearchParams();
      parameters.set("scope", scope);
      parameters.set("before", String(before));
      parameters.set("after", String(after));
      return call(contextSchema, `${eventPath(id)}/context?${parameters}`, withSignal(signal));
    },
    suggest: (field, prefix, limit, question, signal) => {
      const parameters = question ? searchParameters(question) : new URLSearchParams();
      parameters.delete("sort");
      parameters.delete("interval");
      parameters.set("field", field);
      parameters.set("prefix", prefix);
      parameters.set("limit", String(limit));
      return call(suggestionsSchema, `/api/v1/suggest?${parameters}`, withSignal(signal));
    },
    interpretation: async (q, zone, signal) => {
      // No event is later than now, so that nothing is searched for.
      const parameters = new URLSearchParams({ q, tz: zone, from: "now", limit: "0", include: "events" });
      return (await search(readingSchema, parameters, signal)).interpretation.chips;
    },
    exports: async (signal) => (await call(exportsSchema, "/api/v1/exports", withSignal(signal))).exports,
    requestExport: (request) => send(exportSchema, "POST", "/api/v1/exports", request),
    cancelExport: async (id) => {
      // What deletes a file cancels one that is still written: ended since it was last looked at, it must stay.
      const { state } = await call(exportSchema, exportPath(id));
      if (isOpen(state)) await deleteAt(exportPath(id));
    },
    deleteExport: (id) => deleteAt(exportPath(id)),
    schedules: async (signal) =>
      (await call(schedulesSchema, "/api/v1/schedules", withSignal(signal))).schedules,
    createSchedule: (plan) => send(scheduleSchema, "POST", "/api/v1/schedules", plan),
    changeSchedule: (id, change) => send(scheduleSchema, "PATCH", schedulePath(id), change),
    deleteSchedule: (id) => deleteAt(schedulePath(id)),
    runSchedule: (id) => call(exportSchema, `${schedulePath(id)}/run`, { method: "POST" }),
    freshness: (signal) => call(freshnessSchema, "/api/v1/freshness", withSignal(signal)),
    views: async (signal) => (await call(viewsSchema, "/api/v1/views", withSignal(signal))).views,
    createView: (view) => send(viewSchema, "POST", "/api/v1/views", view),
    changeView: (id, change) => send(viewSchema, "PATCH", `/api/v1/views/${encodeURIComponent(id)}`, change),
    deleteView: (id) => deleteAt(`/api/v1/views/${encodeURIComponent(id)}`),
  };
}

function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

const exportPath = (id: string) => `/api/v1/exports/${encodeURIComponent(id)}`;

/** Where the file of a ready download is, and what proves it whole. */
export const filePath = (id: string) => `${exportPath(id)}/file`;
export const receiptPath = (id: string) => `${exportPath(id)}/receipt`;

const schedulePath = (id: string) => `/api/v1/schedules/${encodeURIComponent(id)}`;

const eventPath = (id: string) => `/api/v1/events/${encodeURIComponent(id)}`;

async function jsonOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's HTML; the schemas refuse it
  }
}

function errorOf(answer: Response, body: unknown): ApiError {
  const parsed = v.safeParse(errorSchema, body);
  const retryAfter = secondsOf(answer.headers.get("Retry-After"));
  if (!parsed.success) return new ApiError(answer.status, "", "", "", retryAfter);
  const { code, message, field } = parsed.output.error;
  return new ApiError(answer.status, code, message, field, retryAfter);
}

/** `Retry-After` as seconds from now: a number, or the date that a proxy writes. */
function secondsOf(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
