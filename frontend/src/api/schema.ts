/** What the server's JSON must look like before the page believes it. Fields that are added later pass through. */
import * as v from "valibot";

const text = v.optional(v.string(), "");

const partySchema = v.looseObject({ id: text, name: text, email: text });
const targetSchema = v.looseObject({ type: text, name: text, email: text });

export const eventSchema = v.looseObject({
  id: v.string(),
  seq: v.number(),
  /** RFC 3339 in UTC, milliseconds. */
  time: v.pipe(
    v.string(),
    v.check((value) => !Number.isNaN(Date.parse(value)), "not a time"),
  ),
  user: partySchema,
  task: text,
  target: v.optional(targetSchema, { type: "", name: "", email: "" }),
  status: text,
  service_type: text,
});
export type AuditEvent = v.InferOutput<typeof eventSchema>;

const list = <T extends v.GenericSchema>(item: T) => v.nullish(v.array(item), []);

const facetSchema = list(v.object({ value: v.string(), count: v.number() }));
export type FacetValue = v.InferOutput<typeof facetSchema>[number];

const bucketSchema = v.object({ start: v.string(), count: v.number(), failures: v.number() });
export type Bucket = v.InferOutput<typeof bucketSchema>;

const histogramSchema = v.object({ interval: v.string(), buckets: list(bucketSchema) });
export type Histogram = v.InferOutput<typeof histogramSchema>;

const totalSchema = v.object({ value: v.number(), relation: v.picklist(["exact", "at_least"]) });
export type Total = v.InferOutput<typeof totalSchema>;

const chipSchema = v.object({ field: text, op: text, value: text, text });
export type QuestionChip = v.InferOutput<typeof chipSchema>;

const rows = {
  events: list(eventSchema),
  cursor: v.nullish(v.string(), null),
  missing_days: list(v.string()),
  took_ms: v.optional(v.number(), 0),
};

/** The first page of a search: rows, total, facets, histogram, and how the question was read. */
export const screenSchema = v.object({
  ...rows,
  total: totalSchema,
  facets: v.object({ task: facetSchema, status: facetSchema, service_type: facetSchema }),
  histogram: histogramSchema,
  interpretation: v.optional(v.object({ chips: list(chipSchema), notes: list(v.string()) }), {
    chips: [],
    notes: [],
  }),
});
export type Screen = v.InferOutput<typeof screenSchema>;

/** A further page: rows alone. */
export const rowsSchema = v.object(rows);
export type Rows = v.InferOutput<typeof rowsSchema>;

export const sessionSchema = v.object({
  name: v.string(),
  role: v.string(),
  time_zone: v.string(),
  retention_days: v.number(),
  version: text,
  now: v.optional(v.string()),
});
export type Session = v.InferOutput<typeof sessionSchema>;

export const errorSchema = v.object({
  error: v.object({ code: v.string(), message: v.string(), field: text }),
});

/** The frames of the live tail. */
export const frameSchema = v.variant("type", [
  v.object({ type: v.literal("hello"), seq: v.number() }),
  v.object({ type: v.literal("events"), events: list(eventSchema), seq: v.number() }),
  v.object({ type: v.literal("gap"), missed: v.number(), after: v.number(), before: v.number() }),
  v.object({ type: v.literal("error"), error: v.object({ code: text, message: text }) }),
]);
export type Frame = v.InferOutput<typeof frameSchema>;
