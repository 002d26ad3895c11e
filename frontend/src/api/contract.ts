/**
 * The page's schemas against the published description of the API, at compile time: an answer as docs/openapi.yaml
 * describes it must be one that its schema takes. Types alone; nothing of this reaches the page.
 */
import type { GenericSchema, InferInput } from "valibot";
import type { components } from "./openapi.gen";
import type { ExportRequest } from "./parameters";
import type {
  contextSchema,
  errorSchema,
  eventSchema,
  exportSchema,
  exportsSchema,
  frameSchema,
  freshnessSchema,
  rowsSchema,
  SchedulePlan,
  scheduleSchema,
  schedulesSchema,
  screenSchema,
  sessionSchema,
  viewSchema,
  viewsSchema,
} from "./schema";
import type { columnMapsSchema, importSchema, importsSchema, unknownColumnsSchema } from "./imports";
import type { sourceSchema, sourcesSchema } from "./sources";

type Described = components["schemas"];

// A search that is asked for all of its parts has all of them.
type WholeScreen = Required<Described["Screen"]>;

// All members of a plan are in a schedule's answer, those of its request too, whose names the generator does not follow.
type WholeSchedule = Required<Described["Schedule"]>;

type Takes<Schema extends GenericSchema, Answer> = [Answer] extends [InferInput<Schema>]
  ? true
  : { taken: InferInput<Schema>; described: Answer };

/** The server refuses a member that it does not know. */
type Sends<Request, Known> =
  Exclude<keyof Request, keyof Known> extends never ? true : Exclude<keyof Request, keyof Known>;

type Holds<Checks extends Record<string, true>> = Checks;

/** Does not compile where a schema refuses what is described; the error shows both. */
export type Contract = Holds<{
  error: Takes<typeof errorSchema, Described["Error"]>;
  event: Takes<typeof eventSchema, Described["Event"]>;
  screen: Takes<typeof screenSchema, WholeScreen>;
  rows: Takes<typeof rowsSchema, Described["Screen"]>;
  session: Takes<typeof sessionSchema, Described["Session"]>;
  context: Takes<typeof contextSchema, Described["Context"]>;
  view: Takes<typeof viewSchema, Described["View"]>;
  views: Takes<typeof viewsSchema, Described["Views"]>;
  export: Takes<typeof exportSchema, Described["Export"]>;
  exports: Takes<typeof exportsSchema, Described["Exports"]>;
  schedule: Takes<typeof scheduleSchema, WholeSchedule>;
  schedules: Takes<typeof schedulesSchema, { schedules: WholeSchedule[] }>;
  plan: Sends<SchedulePlan, Described["SchedulePlan"]>;
  request: Sends<ExportRequest, Described["RequestExport"]>;
  freshness: Takes<typeof freshnessSchema, Described["Freshness"]>;
  source: Takes<typeof sourceSchema, Described["Source"]>;
  sources: Takes<typeof sourcesSchema, Described["Sources"]>;
  import: Takes<typeof importSchema, Described["Import"]>;
  imports: Takes<typeof importsSchema, Described["Imports"]>;
  unknownColumns: Takes<typeof unknownColumnsSchema, Described["UnknownColumns"]>;
  columnMaps: Takes<typeof columnMapsSchema, Described["ColumnMaps"]>;
  frame: Takes<typeof frameSchema, Described["TailFrame"]>;
}>;
