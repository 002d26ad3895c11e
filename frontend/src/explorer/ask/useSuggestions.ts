/** The suggestions for what is being typed: the browser's own at once, the server's as they come. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
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
  const query = useValues(useSettled(JSON.stringify(asked), settleMS), options.enabled && fields.length > 0);
  const counted = query.data ?? [];
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
    queryKey: ["suggestions", written, within],
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
    enabled: enabled && (JSON.parse(written) as Asked).fields.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
