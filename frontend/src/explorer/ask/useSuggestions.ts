/** The suggestions for what is being typed: the browser's own at once, the server's as they come. */
import { useQuery } from "@tanstack/react-query";
import { isUnauthorized } from "../../api/errors";
import type { Suggestions as Counted } from "../../api/schema";
import { useClient } from "../../app/client";
import { useMessages } from "../../messages";
import { tokenAt, withoutToken } from "../../question/token";
import type { FilterName } from "../../state/search-state";
import { useSettled } from "../../ui/useSettled";
import { useExplorer } from "../explorer";
import { fieldsOf, limitOf, suggestionsFor, type SuggestionGroup } from "./suggestions";

// A fast typist's next key comes sooner; a reader does not notice.
const settleMS = 120;

// Nobody types a longer piece that a name still begins with.
const maxPrefix = 200;

type Asked = { fields: { name: FilterName; limit: number }[]; prefix: string; rest: string };

export type Offered = {
  groups: SuggestionGroup[];
  /** The server could not be asked; what needs no server is still offered. */
  failed: boolean;
};

export function useSuggestions(
  typed: { question: string; cursor: number },
  options: { enabled: boolean; recent: readonly string[]; browsing: boolean },
): Offered {
  const messages = useMessages();
  const token = tokenAt(typed.question, typed.cursor);
  const fields = token.prefix.length > maxPrefix ? [] : fieldsOf(token);
  const asked: Asked = {
    fields: fields.map((name) => ({ name, limit: limitOf(name, token) })),
    prefix: token.prefix.trim(),
    rest: withoutToken(typed.question, token),
  };
  const written = JSON.stringify(asked);
  const settled = useSettled(written, settleMS);
  // Only what still stands there is worth asking for.
  const query = useValues(settled, options.enabled && fields.length > 0 && settled === written);
  const counted = isSamePiece(settled, written) ? (query.data ?? []) : [];
  return {
    groups: suggestionsFor({ ...typed, ...options, token, counted }, messages),
    failed: query.isError && fields.length > 0,
  };
}

// All fields are one question, so that what is offered changes once and not five times.
function useValues(written: string, enabled: boolean) {
  const client = useClient();
  const { question } = useExplorer();
  const { now: _now, ...within } = question;
  return useQuery({
    queryKey: ["suggestions", written, within] as const,
    queryFn: async ({ signal }): Promise<Counted[]> => {
      const { fields, prefix, rest } = JSON.parse(written) as Asked;
      const answers = await Promise.allSettled(
        fields.map(({ name, limit }) =>
          client.suggest(name, prefix, limit, { ...question, q: rest }, signal),
        ),
      );
      const given = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
      const problems = answers.flatMap((answer) =>
        answer.status === "rejected" ? [answer.reason as Error] : [],
      );
      const problem = problems.find(isUnauthorized) ?? problems[0];
      if (problem !== undefined && (given.length === 0 || isUnauthorized(problem))) throw problem;
      return given;
    },
    enabled,
    // The old stay until the new are there, as long as it is the same piece that grows or shrinks.
    placeholderData: (before, query) =>
      query && isSamePiece(query.queryKey[1], written) ? before : undefined,
    retry: false,
  });
}

function isSamePiece(one: string, other: string): boolean {
  const a = JSON.parse(one) as Asked;
  const b = JSON.parse(other) as Asked;
  const begins = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  return begins && a.rest === b.rest && JSON.stringify(a.fields) === JSON.stringify(b.fields);
}
