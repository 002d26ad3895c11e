import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createClient } from "../api/client";
import { App } from "../app/App";
import { readBoot } from "../app/boot";
import { createPageRouter } from "../app/router";
import type { Messages } from "../messages";
import { en } from "../messages/en";
import { anEvent, answerBy, aScreen, aSession, type Answer, type Call } from "./answers";

/** What the fake server says; what is left out says something ordinary. */
type Answers = {
  session?: (call: Call) => Answer;
  search?: (parameters: URLSearchParams) => Answer;
  event?: (id: string) => Answer;
  context?: (id: string, parameters: URLSearchParams) => Answer;
  freshness?: () => Answer;
  suggest?: (parameters: URLSearchParams) => Answer;
  /** Requested downloads, by call. */
  exports?: (call: Call) => Answer;
  schedules?: (call: Call) => Answer;
  views?: (call: Call) => Answer;
  sources?: (call: Call) => Answer;
  /** Imports and column maps, but for what is sent. */
  imports?: (call: Call, path: string) => Answer | undefined;
};

/** The whole page at an address, over a fake server. */
export function renderApp(address: string, answers: Answers = {}, messages: Messages = en) {
  const { fetch, calls } = answerBy((call) => {
    const url = new URL(call.url, "http://page.example");
    if (url.pathname === "/api/v1/session") {
      if (answers.session) return answers.session(call);
      return call.method === "DELETE" ? { body: null, status: 204 } : { body: aSession() };
    }
    if (url.pathname === "/api/v1/search") return answers.search?.(url.searchParams) ?? { body: aScreen() };
    if (url.pathname === "/api/v1/freshness" && answers.freshness) return answers.freshness();
    if (url.pathname === "/api/v1/suggest") {
      const field = url.searchParams.get("field");
      return answers.suggest?.(url.searchParams) ?? { body: { field, values: [], more: false } };
    }
    if (url.pathname.startsWith("/api/v1/exports"))
      return answers.exports?.(call) ?? { body: { exports: [] } };
    if (url.pathname.startsWith("/api/v1/schedules"))
      return answers.schedules?.(call) ?? { body: { schedules: [] } };
    if (url.pathname.startsWith("/api/v1/views")) return answers.views?.(call) ?? { body: { views: [] } };
    if (url.pathname.startsWith("/api/v1/sources")) {
      return answers.sources?.(call) ?? { body: { now: new Date().toISOString(), sources: [] } };
    }
    if (/^\/api\/v1\/(imports|column-maps)/.test(url.pathname)) {
      const none = url.pathname.endsWith("/imports") ? { imports: [] } : { maps: [] };
      return answers.imports?.(call, url.pathname) ?? { body: none };
    }
    const [, id, context] = /^\/api\/v1\/events\/([^/]+)(\/context)?$/.exec(url.pathname) ?? [];
    if (id && context) return answers.context?.(id, url.searchParams) ?? { body: { event: anEvent({ id }) } };
    if (id && answers.event) return answers.event(id);
    return { body: { error: { code: "not_found", message: "There is no such call." } }, status: 404 };
  });
  const router = createPageRouter(createMemoryHistory({ initialEntries: [address] }));
  const query = address.includes("?") ? address.slice(address.indexOf("?")) : "";
  const { unmount } = render(
    <App client={createClient(fetch)} router={router} boot={readBoot(query)} messages={messages} />,
  );
  return {
    user: userEvent.setup(),
    unmount,
    router,
    /** What was asked so far, other than by GET. */
    changes: () => calls.filter(({ method }) => method !== "GET"),
    /** The parameters of the searches so far. */
    searches: () =>
      calls
        .filter((call) => call.url.startsWith("/api/v1/search?"))
        .map((call) => new URL(call.url, "http://page.example").searchParams),
    /** The parameters of what was asked for suggestions so far. */
    suggests: () =>
      calls
        .filter((call) => call.url.startsWith("/api/v1/suggest?"))
        .map((call) => new URL(call.url, "http://page.example").searchParams),
  };
}
