import type { SourcesWords } from "../words";
import type { Upload } from "./uploads";

/** How a file stands, in a word or two. */
export function stateText(
  { state, sentBytes, request, report }: Upload,
  words: SourcesWords["imports"],
): string {
  switch (state) {
    case "sending":
      return sentBytes >= request.file.size ? words.storing : words.sending;
    case "ended":
      return words.states[report?.state ?? ""] ?? report?.state ?? "";
    default:
      return words[state];
  }
}
