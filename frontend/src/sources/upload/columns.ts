/** What the columns of a file mean, as a form has it. Pure. */
import type { Columns, Meaning, UnknownColumns } from "../../api/imports";

export type ColumnProblem = { kind: "time" | "user" } | { kind: "twice"; meaning: Meaning };

/** What is known of the columns; the others are not read until somebody says so. */
export function presetOf({ header, guess }: UnknownColumns): Columns {
  return Object.fromEntries(header.map((name) => [name, guess[name] ?? ""]));
}

/** The first thing that is wrong: a log needs a time and a user, and a value can come of one column alone. */
export function problemOf(columns: Columns): ColumnProblem | null {
  const given = Object.values(columns).filter((meaning) => meaning !== "");
  const twice = given.find((meaning, at) => given.indexOf(meaning) < at);
  if (twice !== undefined) return { kind: "twice", meaning: twice };
  if (!given.includes("time")) return { kind: "time" };
  if (!(["user", "user.name", "user.email"] as const).some((meaning) => given.includes(meaning))) {
    return { kind: "user" };
  }
  return null;
}

/** The first values of a column, each once. */
export function samplesOf({ sample }: UnknownColumns, column: number): string[] {
  return [...new Set(sample.map((row) => row[column] ?? "").filter((value) => value !== ""))].slice(0, 3);
}

/** A file's name without its ending, to save its columns under. */
export const nameFor = (file: string): string => file.replace(/(\.[a-z\d]{1,4}){1,2}$/i, "");
