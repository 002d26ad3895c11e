import * as v from "valibot";
import { expect, it } from "vitest";
import { eventSchema } from "../api/schema";
import { fileBytes, rowBytes, type LineForm } from "./size";

// The server's own answers: the same three events in each form.
const files = import.meta.glob<string>("../../../explorer/testdata/export*", {
  eager: true,
  query: "?raw",
  import: "default",
});
const golden = (name: string) => files[`../../../explorer/testdata/${name}`] ?? "";
const events = golden("export.ndjson")
  .trimEnd()
  .split("\n")
  .map((line) => v.parse(eventSchema, JSON.parse(line)));
const bytes = (text: string) => new TextEncoder().encode(text).length;

it.each<[string, LineForm]>([
  ["export-en.csv", { format: "csv", language: "en", safe: true }],
  ["export-ko.csv", { format: "csv", language: "ko", safe: true }],
  ["export-ja-raw.csv", { format: "csv", language: "ja", safe: false }],
  ["export.ndjson", { format: "ndjson", language: "en", safe: true }],
])("tells to the byte how long the rows of %s are", (name, form) => {
  const end = form.format === "csv" ? "\r\n" : "\n";
  const lines = golden(name).trimEnd().split(end);
  const rows = form.format === "csv" ? lines.slice(1) : lines;
  expect(events.map((event) => rowBytes(event, form))).toEqual(rows.map((row) => bytes(row + end)));
});

it("counts a file up from the rows that are known", () => {
  const form: LineForm = { format: "ndjson", language: "en", safe: true };
  expect(fileBytes(300, events, form)).toBe(100 * bytes(golden("export.ndjson")));
  expect(fileBytes(300, [], form)).toBeNull();
});
