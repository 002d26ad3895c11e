/** The answers that the server's own tests hold it to, through the page's schemas. */
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  contextSchema,
  errorSchema,
  eventSchema,
  exportSchema,
  exportsSchema,
  frameSchema,
  freshnessSchema,
  rowsSchema,
  scheduleSchema,
  schedulesSchema,
  screenSchema,
  sessionSchema,
  viewSchema,
  viewsSchema,
} from "./schema";
import { sourceSchema, sourcesSchema } from "./sources";
import { columnMapsSchema, importSchema, importsSchema, unknownColumnsSchema } from "./imports";

const answers = import.meta.glob<unknown>("../../../explorer/testdata/*.json", {
  eager: true,
  import: "default",
});

function golden(name: string): unknown {
  const [, answer] = Object.entries(answers).find(([path]) => path.endsWith(`/${name}.json`)) ?? [];
  if (answer === undefined) throw new Error(`there is no golden answer ${name}`);
  return answer;
}

describe("the server's answers", () => {
  it.each<[string, v.GenericSchema]>([
    ["search", screenSchema],
    ["search-empty", screenSchema],
    ["search-missing-days", screenSchema],
    ["search-notes", screenSchema],
    ["search-rows", rowsSchema],
    ["event", eventSchema],
    ["session", sessionSchema],
    ["context", contextSchema],
    ["context-alone", contextSchema],
    ["view", viewSchema],
    ["view-of-another", viewSchema],
    ["views", viewsSchema],
    ["views-empty", viewsSchema],
    ["download-queued", exportSchema],
    ["download-ready", exportSchema],
    ["download-failed", exportSchema],
    ["download-since", exportSchema],
    ["download-scheduled", exportSchema],
    ["downloads", exportsSchema],
    ["schedule", scheduleSchema],
    ["schedule-paused", scheduleSchema],
    ["schedules", schedulesSchema],
    ["schedules-none", schedulesSchema],
    ["freshness", freshnessSchema],
    ["freshness-empty", freshnessSchema],
    ["source", sourceSchema],
    ["sources", sourcesSchema],
    ["sources-first", sourcesSchema],
    ["sources-none", sourcesSchema],
    ["sources-pushed", sourcesSchema],
    ["sources-folder", sourcesSchema],
    ["import", importSchema],
    ["import-done", importSchema],
    ["import-failed", importSchema],
    ["import-incomplete", importSchema],
    ["imports", importsSchema],
    ["columns", unknownColumnsSchema],
    ["columnmaps", columnMapsSchema],
    ["tail-hello", frameSchema],
    ["tail-events", frameSchema],
    ["tail-error", frameSchema],
    ["error", errorSchema],
  ])("%s is understood", (name, schema) => {
    const answer = golden(name);
    const parsed = v.safeParse(schema, answer);
    expect(parsed.issues).toBeUndefined();
    expect(lost(answer, parsed.output)).toEqual([]);
  });
});

// What the page may leave aside: it measures and labels nothing by these.
const unread = new Set(["took_ms", "scope", "field"]);

/** The paths of the answer that the page's own types do not have. */
function lost(answer: unknown, read: unknown, path = ""): string[] {
  if (typeof answer !== "object" || answer === null) return answer === read ? [] : [path];
  const own = (read ?? {}) as Record<string, unknown>;
  return Object.entries(answer).flatMap(([name, value]) =>
    unread.has(name) && !(name in own) ? [] : lost(value, own[name], `${path}/${name}`),
  );
}
