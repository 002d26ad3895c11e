/** The questions asked lately in this browser, newest first, by the person who asked them. Nothing of it leaves the browser. */
import * as v from "valibot";
import { keep, kept } from "../../app/kept";

/** As many are kept as a reader may still recognise. */
export const maxRecent = 20;

// A question of more is refused by the server, and a hundred of them would fill the browser's storage.
const maxLength = 4096;

const schema = v.object({
  who: v.string(),
  questions: v.pipe(
    v.array(v.pipe(v.string(), v.nonEmpty(), v.maxLength(maxLength))),
    v.maxLength(maxRecent),
  ),
});

/** What `who` asked; what another person asked before in this browser is not theirs to see. */
export function recentQuestions(who: string): string[] {
  let written: unknown;
  try {
    written = JSON.parse(kept("recent") ?? "");
  } catch {
    return []; // nothing was kept, or not by us
  }
  const parsed = v.safeParse(schema, written);
  return parsed.success && parsed.output.who === who ? parsed.output.questions : [];
}

export function rememberQuestion(who: string, question: string): void {
  const asked = question.trim();
  if (asked === "" || asked.length > maxLength) return;
  const others = recentQuestions(who).filter((other) => other !== asked);
  write(who, [asked, ...others].slice(0, maxRecent));
}

export function forgetQuestion(who: string, question: string): void {
  write(
    who,
    recentQuestions(who).filter((other) => other !== question),
  );
}

export function forgetQuestions(): void {
  keep("recent", null);
}

function write(who: string, questions: string[]): void {
  keep("recent", questions.length === 0 ? null : JSON.stringify({ who, questions }));
}
