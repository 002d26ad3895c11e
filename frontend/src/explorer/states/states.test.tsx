import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ApiError, OfflineError } from "../../api/errors";
import { anEvent, aScreen, aSession, type Answer } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";
import { waitFor as waitBefore } from "./useRecovery";

const refusal = (status: number, code: string, message: string, headers = {}): Answer => ({
  status,
  headers,
  body: { error: { code, message } },
});
const lee = aScreen({ events: [anEvent({ id: "second", user: { id: "", name: "Lee Jiho", email: "" } })] });

/** The page with Kim's row, and a way to another question that is answered as told. */
async function openThen(answer: () => Answer, rest: Parameters<typeof renderApp>[1] = {}) {
  const app = renderApp("/?status=failure", {
    ...rest,
    search: (parameters) => (parameters.has("status") ? { body: aScreen() } : answer()),
  });
  await screen.findByRole("row", { name: /Kim Minjun/ });
  await app.user.click(screen.getByRole("button", { name: "Remove Status: Failure" }));
  return app;
}

const oldRows = () => screen.getByRole("row", { name: /Kim Minjun/ });
const newRows = () => screen.findByRole("row", { name: /Lee Jiho/ });

describe("a slow answer", () => {
  it("says how long it takes, over the old rows, and can be given up", async () => {
    let slow = true;
    const { user } = await openThen(() => (slow ? { after: new Promise(() => undefined) } : { body: lee }));
    expect(screen.queryByText(/s…$/)).toBeNull();
    expect(await screen.findByText(/^0\.[3-9] s…$/)).toBeVisible();
    expect(oldRows()).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Cancel the search" }));
    expect(
      await screen.findByText(/The search was stopped\. What is shown answers an earlier/),
    ).toBeVisible();
    expect(screen.queryByText(/s…$/)).toBeNull();
    expect(oldRows()).toBeVisible();

    slow = false;
    await user.click(screen.getByRole("button", { name: "Search again" }));
    expect(await newRows()).toBeVisible();
    expect(screen.queryByText(/was stopped/)).toBeNull();
  });

  it("that comes after the answer to a later question is not shown", async () => {
    const late: { answer: () => void } = { answer: () => undefined };
    const after = new Promise<void>((resolve) => (late.answer = resolve));
    const { router } = await openThen(() => ({ body: lee, after }));
    router.history.back();
    await waitFor(() => expect(router.state.location.searchStr).toBe("?status=failure"));
    late.answer();
    await act(() => after);
    expect(oldRows()).toBeVisible();
    expect(screen.queryByRole("row", { name: /Lee Jiho/ })).toBeNull();
  });
});

describe("a refusal keeps the old rows and says what to do", () => {
  it.each<[string, Answer, RegExp, RegExp | null]>([
    ["500", refusal(500, "internal", "Our fault."), /tell an administrator/, /Retry/],
    [
      "a proxy's 502",
      { status: 502, body: "<h1>Bad Gateway</h1>" },
      /\(502\).*passes within a minute/,
      /Retry/,
    ],
    ["403", refusal(403, "forbidden", "No role."), /Ask an administrator for the role/, null],
    ["400", refusal(400, "invalid_query", "No such zone."), /No such zone\..*Change the question/, null],
    ["a time-out", refusal(503, "timeout", "Too long.", { "Retry-After": "200" }), /shorter period/, /Retry/],
    ["nonsense", { body: { total: "many" } }, /was not understood/, /Retry/],
    [
      "a time that is none",
      {
        body: aScreen({ histogram: { interval: "1d", buckets: [{ start: "noon", count: 1, failures: 0 }] } }),
      },
      /was not understood/,
      /Retry/,
    ],
    ["half an answer", { body: '{"total":{"value":1' }, /was not understood/, /Retry/],
  ])("%s", async (_, answer, sentence, action) => {
    await openThen(() => answer);
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(sentence);
    expect(oldRows()).toBeVisible();
    if (action) expect(within(alert).getByRole("button", { name: action })).toBeVisible();
    else expect(within(alert).queryByRole("button")).toBeNull();
  });

  it("another question forgets it", async () => {
    const { router } = await openThen(() => refusal(500, "internal", "Our fault."));
    await screen.findByRole("alert");
    router.history.back();
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });
});

describe("trying again by itself", () => {
  it("happens once after as long as the server asked for", async () => {
    let tries = 0;
    await openThen(() => {
      tries++;
      return refusal(429, "overloaded", "Too much at once.", { "Retry-After": "1" });
    });
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(/Too much at once\..*Next try in 1 s\./);
    await waitFor(() => expect(tries).toBe(2));
    await waitFor(() => expect(alert).not.toHaveTextContent(/Next try|Trying/));
    expect(screen.getByRole("button", { name: "Retry" })).toBeEnabled();
    expect(oldRows()).toBeVisible();
  });

  it("brings back what was away, at once where the browser says that it has a network again", async () => {
    let away = true;
    await openThen(() => (away ? { away } : { body: lee }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(/can't be reached/);
    expect(oldRows()).toBeVisible();
    away = false;
    window.dispatchEvent(new Event("online"));
    expect(await newRows()).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  it.each<[string, Error, number, number | null]>([
    ["nothing answers", new OfflineError("x"), 0, 2],
    ["nothing answers for long", new OfflineError("x"), 40, 15],
    ["too much at once", new ApiError(429, "overloaded", "", "", 7), 0, 7],
    ["too much at once, again", new ApiError(429, "overloaded", "", "", 7), 1, null],
    ["at once is a second at least", new ApiError(503, "unavailable", "", "", 0), 0, 1],
    ["not now, without a word of when", new ApiError(503, "unavailable", ""), 0, 5],
    ["in an hour", new ApiError(503, "unavailable", "", "", 3600), 0, null],
    ["broken", new ApiError(500, "internal", ""), 0, null],
    ["refused", new ApiError(400, "invalid_query", ""), 0, null],
  ])("%s", (_, error, tries, want) => {
    expect(waitBefore(error, tries)).toBe(want);
  });
});

describe("a session that ends", () => {
  const loggedOut = refusal(401, "unauthorized", "Log in first.");

  it("asks for the log-in over the old rows, and goes on where one was", async () => {
    let ended = true;
    const { user, router } = await openThen(() => (ended ? loggedOut : { body: lee }), {
      session: (call) => {
        if (call.method === "POST") ended = false;
        return { body: aSession() };
      },
    });
    const dialog = await screen.findByRole("dialog", { name: "You are logged out." });
    expect(screen.getByRole("row", { name: /Kim Minjun/, hidden: true })).toBeInTheDocument();
    await user.type(await within(dialog).findByLabelText("Token"), "right-token-0001{Enter}");
    expect(await newRows()).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(router.state.location.searchStr).toBe("");
  });

  it("can be put off, and says so until the log-in", async () => {
    const { user } = await openThen(() => loggedOut);
    await screen.findByRole("dialog", { name: "You are logged out." });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(oldRows()).toBeVisible();
    await user.click(within(screen.getByRole("alert")).getByRole("button", { name: "Log in again" }));
    expect(await screen.findByRole("dialog", { name: "You are logged out." })).toBeVisible();
  });

  it("found out in the background interrupts nobody", async () => {
    renderApp("/", { freshness: () => loggedOut });
    expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toBeVisible();
    expect(await screen.findByRole("alert")).toHaveTextContent(/You are logged out/);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("does not show one person's rows to the next", async () => {
    let name = "admin";
    let ended = true;
    const { user } = await openThen(() => (ended ? loggedOut : { body: lee }), {
      session: (call) => {
        if (call.method === "POST") {
          ended = false;
          name = "auditor";
        }
        return { body: aSession({ name }) };
      },
    });
    await screen.findByRole("dialog", { name: "You are logged out." });
    await user.type(await screen.findByLabelText("Token"), "another-token-01{Enter}");
    expect(await newRows()).toBeVisible();
    expect(screen.queryByRole("row", { name: /Kim Minjun/, hidden: true })).toBeNull();
  });
});

it("a zone that the browser does not know is shown as UTC", async () => {
  renderApp("/", { session: () => ({ body: aSession({ time_zone: "Mars/Olympus" }) }) });
  expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toHaveTextContent("09:12:33");
  expect(screen.getByRole("button", { name: /^Period/ })).toHaveTextContent("UTC");
});

it("a partial answer names some of many days and counts the others", async () => {
  const days = Array.from({ length: 20 }, (_, at) => `2026-11-${String(at + 1).padStart(2, "0")}`);
  renderApp("/", {
    search: () => ({
      body: aScreen({ total: { value: 7, relation: "at_least" }, missing_days: days }),
    }),
  });
  expect(await screen.findByText(/2026-11-01, .*2026-11-06 and 14 more/)).toBeVisible();
  expect(screen.getByText("At least 7 events")).toBeVisible();
});
