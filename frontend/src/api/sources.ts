/** The calls on sources, with the schemas of their answers. Not in client.ts: only one screen needs them, and brings them. */
import * as v from "valibot";
import type { Client } from "./client";
import { list, text, time } from "./schema";

const stretchSchema = v.object({
  /** Inclusive. */
  from: time,
  /** Exclusive. */
  to: time,
});
export type Stretch = v.InferOutput<typeof stretchSchema>;

const problemSchema = v.object({
  at: time,
  code: text,
  message: text,
  /** What was asked for; null where nothing is asked for by time. */
  window: v.nullish(stretchSchema, null),
});
export type SourceProblem = v.InferOutput<typeof problemSchema>;

export const sourceSchema = v.object({
  id: v.string(),
  kind: v.string(),
  /** Of a group company. */
  domain: v.nullish(v.number(), null),
  /** Where files are watched for. */
  folder: v.nullish(v.string(), null),
  state: v.string(),
  /** What is being asked for. */
  window: v.nullish(stretchSchema, null),
  last_success: v.nullish(time, null),
  /** Perhaps overcome: last_success tells. */
  last_error: v.nullish(problemSchema, null),
  /** Rows by what became of them: accepted, duplicate, or the code of a rejection. */
  rows: v.nullish(v.record(v.string(), v.number()), {}),
  covered: list(stretchSchema),
  gaps: list(stretchSchema),
  /** In the zone of the source's times, oldest first, today last; how much of each was pulled, from 0 to 1. */
  days: list(v.object({ day: v.string(), covered: v.number() })),
  next_run: v.nullish(time, null),
  forgets_at: v.nullish(time, null),
  forgets_in_days: v.nullish(v.number(), null),
  calls_today: v.nullish(v.number(), null),
});
export type Source = v.InferOutput<typeof sourceSchema>;

export const sourcesSchema = v.object({ now: time, sources: list(sourceSchema) });
export type Sources = v.InferOutput<typeof sourcesSchema>;

/** What can be done to a source that the server pulls. */
export type SourceAction = "run" | "pause" | "resume";

export function getSources(client: Client, signal?: AbortSignal): Promise<Sources> {
  return client.call(sourcesSchema, "/api/v1/sources", signal ? { signal } : {});
}

/** Answers how the source stands after it. */
export function changeSource(client: Client, id: string, action: SourceAction): Promise<Source> {
  return client.call(sourceSchema, `/api/v1/sources/${encodeURIComponent(id)}/${action}`, { method: "POST" });
}
