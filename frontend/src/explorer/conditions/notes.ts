/** What the server has to say of how it read the question, in the reader's language. */
import type { components } from "../../api/openapi.gen";
import type { Screen } from "../../api/schema";
import type { Messages } from "../../messages";

export type Note = {
  text: string;
  /** The question may not have been read as it was meant; else it is only good to know. */
  isWarning: boolean;
};

type Described = NonNullable<components["schemas"]["Screen"]["interpretation"]>;
type Code = Described["note_codes"][number]["code"];

/** Why a question could not be read as an expression, by the server's code; the types ask for every code it has. */
const problems: Record<
  Exclude<Code, "read_as" | "left_out">,
  (notes: Messages["notes"], text: string) => string
> = {
  open_quote: (notes) => notes.openQuote,
  open_bracket: (notes) => notes.openBracket,
  closed_bracket: (notes) => notes.closedBracket,
  too_deep: (notes) => notes.tooDeep,
  missing_end: (notes) => notes.missingEnd,
  missing_bracket: (notes) => notes.missingBracket,
  missing_side: (notes, text) => notes.missingSide(text),
  no_value: (notes, text) => notes.noValue(text),
  no_date: (notes, text) => notes.noDate(text),
  not_a_date: (notes, text) => notes.notADate(text),
};

export function notesOf(interpretation: Screen["interpretation"], messages: Messages): Note[] {
  const words = messages.notes;
  return interpretation.notes.map((sentence, at) => {
    const { code = "", text = "" } = interpretation.note_codes[at] ?? {};
    if (code === "read_as") return { text: words.readAs(text), isWarning: false };
    if (code === "left_out") return { text: words.leftOut(text), isWarning: true };
    // A server that is newer than the page says it in its own words.
    const known = Object.hasOwn(problems, code) ? problems[code as keyof typeof problems] : null;
    return { text: known ? words.asWords(known(words, text)) : sentence, isWarning: true };
  });
}
