/** The calls on imports and column maps, with the schemas of their answers. Not in client.ts: only one screen needs them. */
import * as v from "valibot";
import type { Client } from "./client";
import { list, text, time } from "./schema";

/** What a column can mean; "" is not to be read. */
export const meanings = [
  ...(["time", "user", "user.name", "user.email", "user.id", "task", "target", "target.name"] as const),
  ...(["target.email", "target.type", "status", "service_type", "id", ""] as const),
];
export type Meaning = (typeof meanings)[number];
export type Columns = Record<string, Meaning>;

const rejectedSchema = v.object({
  line: v.number(),
  code: v.string(),
  field: text,
  value: text,
  message: text,
});
export type RejectedRow = v.InferOutput<typeof rejectedSchema>;

const problemSchema = v.object({ code: v.string(), message: v.string(), field: text });

/** What became, or becomes, of one file. */
export const importSchema = v.object({
  id: v.string(),
  /** upload, folder */
  source: v.string(),
  file: v.string(),
  /** "" is the server itself. */
  by: text,
  /** running, done, incomplete, failed */
  state: v.string(),
  format: text,
  /** Read so far, like the rows. */
  bytes: v.number(),
  rows: v.optional(v.number(), 0),
  started: time,
  finished: v.nullish(time, null),
  accepted: v.number(),
  duplicates: v.number(),
  rejected_total: v.number(),
  rejected_by_code: v.nullish(v.record(v.string(), v.number()), {}),
  /** The first thousand, in the order of the lines; null where they are left out. */
  rejected: v.nullish(v.array(rejectedSchema), null),
  /** Sentences about the whole. */
  notes: list(v.string()),
  /** The saved column map that it was read with. */
  map: text,
  /** Why it is not done. */
  error: v.nullish(problemSchema, null),
});
export type Import = v.InferOutput<typeof importSchema>;

export const importsSchema = v.object({ imports: list(importSchema) });

/** What a server of another version may mean by a column is not read here. */
const meaningSchema = v.fallback(v.picklist(meanings), "");

/** What the server asks of a file whose header it does not know. */
export const unknownColumnsSchema = v.object({
  error: problemSchema,
  header: v.array(v.string()),
  /** The first rows. */
  sample: list(v.array(v.string())),
  guess: v.nullish(v.record(v.string(), meaningSchema), {}),
});
export type UnknownColumns = v.InferOutput<typeof unknownColumnsSchema>;

const columnMapSchema = v.object({
  name: v.string(),
  header: list(v.string()),
  columns: v.record(v.string(), meaningSchema),
  /** "" is the server's. */
  tz: text,
  /** "" is what the bytes say. */
  encoding: text,
  by: text,
  updated: time,
});
export type ColumnMap = v.InferOutput<typeof columnMapSchema>;

export const columnMapsSchema = v.object({ maps: list(columnMapSchema) });

const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

/** The last imports, newest first, without their rejected rows. */
export async function getImports(client: Client, most: number, signal?: AbortSignal): Promise<Import[]> {
  return (await client.call(importsSchema, `/api/v1/imports?limit=${most}`, withSignal(signal))).imports;
}

/** One with its rejected rows. */
export function getImport(client: Client, id: string, signal?: AbortSignal): Promise<Import> {
  return client.call(importSchema, `/api/v1/imports/${encodeURIComponent(id)}`, withSignal(signal));
}

export async function getColumnMaps(client: Client, signal?: AbortSignal): Promise<ColumnMap[]> {
  return (await client.call(columnMapsSchema, "/api/v1/column-maps", withSignal(signal))).maps;
}

export async function deleteColumnMap(client: Client, name: string): Promise<void> {
  await client.call(v.null(), `/api/v1/column-maps/${encodeURIComponent(name)}`, { method: "DELETE" });
}
