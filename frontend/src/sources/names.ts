import type { Source } from "../api/sources";
import type { SourcesWords } from "./words";

/** What a source is called, and which one of its kind it is. */
export function nameOf(
  { id, kind, domain, folder }: Source,
  words: SourcesWords,
): [name: string, which: string] {
  if (kind === "naverworks") return [words.kinds.naverworks, domain === null ? "" : words.domain(domain)];
  if (kind === "folder") return [words.kinds.folder, folder ?? ""];
  return [words.pushed[id] ?? id, ""];
}
