import { describe, expect, it } from "vitest";
import { nameFor, presetOf, problemOf, samplesOf } from "./columns";

const question = {
  error: { code: "unknown_columns", message: "", field: "header" },
  header: ["When", "Who", "Task"],
  sample: [
    ["2026-11-22 10:00", "kim@acme.example", "Edit group"],
    ["2026-11-22 10:01", "", "Edit group"],
    ["2026-11-22 10:02"],
  ],
  guess: { Task: "task" as const },
};

it("presets what is known, and reads nothing else", () => {
  expect(presetOf(question)).toEqual({ When: "", Who: "", Task: "task" });
});

it("shows the first values of a column, each once", () => {
  expect([0, 1, 2].map((column) => samplesOf(question, column))).toEqual([
    ["2026-11-22 10:00", "2026-11-22 10:01", "2026-11-22 10:02"],
    ["kim@acme.example"],
    ["Edit group"],
  ]);
});

describe("problemOf", () => {
  it.each([
    ["nothing said", {}, { kind: "time" }],
    ["no user", { When: "time", Task: "task" } as const, { kind: "user" }],
    ["a user's id alone", { When: "time", Who: "user.id" } as const, { kind: "user" }],
    ["two times", { When: "time", Then: "time", Who: "user" } as const, { kind: "twice", meaning: "time" }],
    ["two that are not read", { When: "time", Who: "user.email", A: "", B: "" } as const, null],
    ["name and e-mail apart", { When: "time", A: "user.name", B: "user.email" } as const, null],
  ])("%s", (_, columns, want) => {
    expect(problemOf(columns)).toEqual(want);
  });
});

it.each([
  ["doors.csv", "doors"],
  ["doors.csv.gz", "doors"],
  ["출입 기록 2026.CSV", "출입 기록 2026"],
  ["v1.2 log.csv", "v1.2 log"],
  ["log", "log"],
])("names the map of %s", (file, want) => {
  expect(nameFor(file)).toBe(want);
});
