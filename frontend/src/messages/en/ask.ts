import { some } from "./count";

export const ask = {
  suggestions: "Suggestions",
  counted: (count: number) => (count === 0 ? "No suggestions" : some(count, "suggestion", "suggestions")),
  failed: "Suggestions can’t be loaded just now. Searching works without them.",
  keys: "↑ ↓ choose · Tab completes · Enter searches · Esc closes",
  recent: "Recent questions",
  forget: (question: string) => `Remove “${question}” from the recent questions`,
  forgetKey: "Shift + Delete removes a recent question",
  forgetAll: "Clear recent questions",
  conditions: "Search in a field",
  periods: "Period",
  /** What each field of a question is for; their names are the question language’s own. */
  fields: {
    user: "who did it",
    target: "whom or what it was done to",
    task: "what was done",
    status: "whether it worked",
    via: "service type: PC Web, Mobile App, API …",
    before: "before a day",
    after: "after a day",
    on: "on one day",
  } as Record<string, string>,
  /** Periods as the question language reads them, word for word. */
  periodWords: [
    "today",
    "yesterday",
    "this week",
    "last week",
    "this month",
    "last month",
    "last 24 hours",
    "last 7 days",
    "last 30 days",
  ],
  option: (label: string, detail: string, count: number | null) =>
    [label, detail, count === null ? "" : some(count, "event", "events")].filter(Boolean).join(", "),
};
