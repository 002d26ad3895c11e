/**
 * All of the page's HTTP, typed. Every answer passes a schema; every failure is one of errors.ts, or an
 * AbortError where the caller gave up. Nothing here keeps state: the session is a cookie.
 */
import * as v from "valibot";
import { ApiError, OfflineError, UnexpectedAnswerError } from "./errors";
import { searchParameters, type AskedQuestion } from "./parameters";
import {
  errorSchema,
  eventSchema,
  rowsSchema,
  screenSchema,
  sessionSchema,
  type AuditEvent,
  type Rows,
  type Screen,
  type Session,
} from "./schema";

export const pageSize = 100;

/** The most rows that one call may return. */
const maxRows = 1000;

export type Client = {
  session: (signal?: AbortSignal) => Promise<Session>;
  logIn: (token: string) => Promise<Session>;
  logOut: () => Promise<void>;
  /** The first page, with total, facets and histogram. */
  screen: (question: AskedQuestion, signal?: AbortSignal) => Promise<Screen>;
  /** The page that the cursor stands for. */
  rows: (question: AskedQuestion, cursor: string, signal?: AbortSignal) => Promise<Rows>;
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
  event: (id: string, signal?: AbortSignal) => Promise<AuditEvent>;
};

export function createClient(fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Client {
  async function call<T extends v.GenericSchema>(
    schema: T,
    path: string,
    init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
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

  return {
    session: (signal) => call(sessionSchema, "/api/v1/session", withSignal(signal)),
    logIn: (token) =>
      call(sessionSchema, "/api/v1/session", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token }),
      }),
    logOut: async () => {
      await call(v.null(), "/api/v1/session", { method: "DELETE" });
    },
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
    event: (id, signal) => call(eventSchema, `/api/v1/events/${encodeURIComponent(id)}`, withSignal(signal)),
  };
}

function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

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
  if (!parsed.success) return new ApiError(answer.status, "", "");
  const { code, message, field } = parsed.output.error;
  return new ApiError(answer.status, code, message, field);
}
