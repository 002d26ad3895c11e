import type { Messages } from "../messages";
import { errorText } from "../ui/errorText";
import { BrokenFileError } from "./receive";
import { StorageError } from "./sink";

/** The sentence for a download that failed: what came of it, and what to do. */
export function problemText(messages: Messages, problem: unknown): string {
  const words = messages.downloads;
  if (problem instanceof StorageError) return words.storage;
  if (!(problem instanceof BrokenFileError)) return errorText(messages, problem);
  const { reason, rows, expected } = problem;
  if (reason === "unproven" || expected === null) return words.unproven;
  if (reason === "short") return words.short(rows, expected);
  return rows === 0 ? words.brokenEarly : words.broken(rows, expected);
}
