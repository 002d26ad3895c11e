/** What the server's JSON must look like before the page believes it. Fields that are added later pass through. */
import * as v from "valibot";
import { isZone } from "../state/moment";

/** Absent is "". */
export const text = v.optional(v.string(), "");

/** RFC 3339. What is no time would break whoever writes it. */
export const time = v.pipe(
  v.string(),
  v.check((value) => !Number.isNaN(Date.parse(value)), "not a time"),
);

const partySchema = v.looseObject({ id: text, name: text, email: text });
const targetSchema = v.looseObject({ type: text, name: text, email: text });

export const eventSchema = v.looseObject({
  id: v.string(),
  seq: v.number(),
  /** In UTC, milliseconds. */
  time,
  user: partySchema,
  task: text,
  target: v.optional(targetSchema, { type: "", name: "", email: "" }),
  status: text,
  service_type: text,
});
export type AuditEvent = v.InferOutput<typeof eventSchema>;

/** Absent is none. */
export const list = <T extends v.GenericSchema>(item: T) => v.nullish(v.array(item), []);

const facetSchema = list(v.object({ value: v.string(), count: v.number() }));
export type FacetValue = v.InferOutput<typeof facetSchema>[number];

const bucketSchema = v.object({ start: time, count: v.number(), failures: v.number() });
export type Bucket = v.InferOutput<typeof bucketSchema>;

const histogramSchema = v.object({ interval: v.string(), buckets: list(bucketSchema) });
export type Histogram = v.InferOutput<typeof histogramSchema>;

const totalSchema = v.object({ value: v.number(), relation: v.picklist(["exact", "at_least"]) });
export type Total = v.InferOutput<typeof totalSchema>;

const chipSchema = v.object({ field: text, op: text, value: text, text });
export type QuestionChip = v.InferOutput<typeof chipSchema>;

/** What kind of note it is, for the reader's own language, and the words that it is about. */
const noteCodeSchema = v.object({ code: text, text });

/** What a match may show: words side by side in one text of the field, or else its value. */
const termSchema = v.object({
  field: text,
  words: v.optional(v.array(v.string())),
  value: v.optional(v.string()),
});
export type Term = v.InferOutput<typeof termSchema>;

const rows = {
  events: list(eventSchema),
  cursor: v.nullish(v.string(), null),
  missing_days: list(v.string()),
  /** What was stored up to this number was looked at. Null from a server that does not tell. */
  seq: v.nullish(v.number(), null),
  took_ms: v.optional(v.number(), 0),
};

/** How a question was read. */
const interpretationSchema = v.optional(
  v.object({
    chips: list(chipSchema),
    notes: list(v.string()),
    note_codes: list(noteCodeSchema),
    terms: list(termSchema),
  }),
  { chips: [], notes: [], note_codes: [], terms: [] },
);

/** A search of which only that is wanted. */
export const readingSchema = v.object({ interpretation: interpretationSchema });

/** The first page of a search: rows, total, facets, histogram, and how the question was read. */
export const screenSchema = v.object({
  ...rows,
  total: totalSchema,
  facets: v.object({ task: facetSchema, status: facetSchema, service_type: facetSchema }),
  histogram: histogramSchema,
  interpretation: interpretationSchema,
});
export type Screen = v.InferOutput<typeof screenSchema>;

/** A search that was asked for nothing but how many there are. */
export const countSchema = v.object({ total: totalSchema });

/** A further page: rows alone. */
export const rowsSchema = v.object(rows);
export type Rows = v.InferOutput<typeof rowsSchema>;

const suggestionSchema = v.object({ value: v.string(), name: text, email: text, count: v.number() });
export type Suggestion = v.InferOutput<typeof suggestionSchema>;

/** Values of a field that match what was typed, with exact counts, largest first. */
export const suggestionsSchema = v.object({
  field: v.string(),
  values: list(suggestionSchema),
  /** There are further ones. */
  more: v.optional(v.boolean(), false),
  missing_days: list(v.string()),
});
export type Suggestions = v.InferOutput<typeof suggestionsSchema>;

/** The neighbours of an event in time, nearest first on both sides. */
export const contextSchema = v.object({
  event: eventSchema,
  before: list(eventSchema),
  after: list(eventSchema),
  more_before: v.optional(v.boolean(), false),
  more_after: v.optional(v.boolean(), false),
  missing_days: list(v.string()),
});
export type EventContext = v.InferOutput<typeof contextSchema>;

const sourcePulseSchema = v.object({
  value: v.string(),
  latest: time,
  /** Over the last seven days. */
  per_hour: v.number(),
  /** Silent where in the same hours of earlier weeks it was not. */
  quiet: v.boolean(),
});

/** When the newest events came, in all and by service type. */
export const freshnessSchema = v.object({
  now: time,
  latest: v.nullish(time, null),
  service_types: list(sourcePulseSchema),
  /** Days that can't be read and could have newer ones. */
  missing_days: list(v.string()),
});
export type Freshness = v.InferOutput<typeof freshnessSchema>;

export const viewSchema = v.object({
  id: v.string(),
  name: v.string(),
  /** The page's address from its `?` on. */
  address: v.string(),
  shared: v.boolean(),
  owner: v.string(),
  mine: v.boolean(),
  starred: v.boolean(),
  default: v.boolean(),
  created: time,
  updated: time,
});
export type View = v.InferOutput<typeof viewSchema>;

export const viewsSchema = v.object({ views: list(viewSchema) });

/** What of a view can be given or changed. */
export type ViewChange = Partial<Pick<View, "name" | "address" | "shared" | "starred" | "default">>;

/** How a requested download stands; the last three are final. */
const exportStates = ["queued", "running", "ready", "failed", "canceled"] as const;
export type ExportState = (typeof exportStates)[number];

/** It is not at its end. */
export const isOpen = (state: ExportState) => state === "queued" || state === "running";

/** A requested download. What only a ready one has is absent before, and so is why a failed one failed. */
export const exportSchema = v.object({
  id: v.string(),
  state: v.picklist(exportStates),
  owner: v.string(),
  created: time,
  /** The parameters of the search, as they were then. */
  query: v.record(v.string(), v.array(v.string())),
  format: v.string(),
  compression: v.string(),
  split: v.string(),
  language: v.string(),
  /** Of one that has only what was stored since a former one: the id of that, and the number that all rows are behind. */
  since: v.optional(v.string()),
  after: v.optional(v.number()),
  /** What requested it by the calendar, as it was called then. */
  schedule: v.optional(v.object({ id: v.string(), name: v.string() })),
  /** Of the file's dates, and of the days that it is split by. */
  time_zone: v.string(),
  spreadsheet_safe: v.boolean(),
  file: v.string(),
  rows_expected: v.number(),
  rows_written: v.number(),
  missing_days: list(v.string()),
  started: v.optional(time),
  finished: v.optional(time),
  rows: v.optional(v.number()),
  bytes: v.optional(v.number()),
  sha256: text,
  /** Files in the archive; 0 where it is none. */
  parts: v.optional(v.number(), 0),
  expires_at: v.optional(time),
  code: text,
  why: text,
});
export type Export = v.InferOutput<typeof exportSchema>;

/** Downloads that are requested by the calendar: when, of which time, and what is asked. */
export const scheduleSchema = v.object({
  id: v.string(),
  owner: v.string(),
  created: time,
  name: v.string(),
  every: v.picklist(["week", "month"]),
  /** Of a week 1, Monday, to 7; of a month 1 to 28. */
  on: v.number(),
  /** 06:00, by the clock of the zone. */
  at: v.string(),
  tz: v.string(),
  period: v.picklist(["previous", "since_last", "asked"]),
  /** The saved view that it was made from; empty is none. */
  view: v.string(),
  paused: v.boolean(),
  q: v.string(),
  from: v.string(),
  to: v.string(),
  sort: v.string(),
  filters: v.record(v.string(), v.array(v.string())),
  format: v.string(),
  compression: v.string(),
  split: v.string(),
  language: v.string(),
  file_tz: v.string(),
  spreadsheet_safe: v.boolean(),
  partial: v.boolean(),
  /** Null while it is paused. */
  next_run: v.nullable(time),
  last_run: v.nullable(
    v.object({ at: time, download: v.string(), state: v.picklist(exportStates), rows: v.number() }),
  ),
  /** What went wrong since the last file was ready. */
  last_error: v.nullable(v.object({ at: time, code: v.string(), message: v.string() })),
});
export type Schedule = v.InferOutput<typeof scheduleSchema>;

export const schedulesSchema = v.object({ schedules: list(scheduleSchema) });

/** What of a schedule can be given or changed. */
export type SchedulePlan = Omit<
  Schedule,
  "id" | "owner" | "created" | "next_run" | "last_run" | "last_error"
>;

export const exportsSchema = v.object({ exports: list(exportSchema) });

export const sessionSchema = v.object({
  name: v.string(),
  role: v.string(),
  /** The server may know a zone that this browser does not, which could write no time of it. */
  time_zone: v.fallback(v.pipe(v.string(), v.check(isZone)), "UTC"),
  retention_days: v.number(),
  version: text,
  now: v.optional(time),
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
  v.object({ type: v.literal("error"), error: v.object({ code: text, message: text, field: text }) }),
]);
export type Frame = v.InferOutput<typeof frameSchema>;
