import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Source } from "../api/sources";
import { ko } from "../messages/ko";
import { aSession } from "../testing/answers";
import { renderApp } from "../testing/renderApp";
import { aPushed, aSource, someDays } from "../testing/sources";

const standing = (...sources: Source[]) => ({ body: { now: new Date().toISOString(), sources } });

const card = (name: RegExp) => screen.findByRole("article", { name });

describe("how a source stands", () => {
  it("says what it does, what came of it, and which days there are", async () => {
    renderApp("/sources", {
      sources: () =>
        standing(
          aSource({ domain: 10000001, days: someDays({ 3: 0, 4: 0.25 }) }),
          aPushed("bulk", { accepted: 7 }),
        ),
    });
    const source = await card(/^NAVER WORKS Audit API, domain 10000001$/);
    expect(within(source).getByText(/^Waiting until/)).toBeVisible();
    expect(within(source).getByText(/43 min ago/)).toBeVisible();
    expect(within(source).getByText("9,120 accepted")).toBeVisible();
    expect(within(source).getByText("311 duplicates")).toBeVisible();
    expect(within(source).getByText("2: time that can't be read")).toBeVisible();
    expect(within(source).getByText("in 179 days what was not pulled yet")).toBeVisible();
    const said = "178 days pulled whole, 1 in part, 1 not";
    expect(within(source).getByRole("img", { name: said })).toBeVisible();
    expect(within(source).queryByRole("alert")).toBeNull();

    const shipper = await card(/^Log shippers/);
    expect(within(shipper).getByText("Listening")).toBeVisible();
    expect(within(shipper).queryByRole("button")).toBeNull();
  });

  it("has the days as a table too", async () => {
    const { user } = renderApp("/sources", {
      sources: () => standing(aSource({ days: someDays({ 1: 0, 2: 0.25 }) })),
    });
    const source = await card(/^NAVER WORKS/);
    await user.click(within(source).getByRole("button", { name: "As table" }));
    const rows = within(source).getAllByRole("row");
    expect(rows).toHaveLength(182);
    expect(rows[1]).toHaveTextContent(/90% today, so far$/);
    expect(rows[2]).toHaveTextContent(/0% not pulled$/);
    expect(rows[3]).toHaveTextContent(/25% pulled in part$/);
    expect(within(source).queryByRole("img")).toBeNull();
  });

  it("names the gaps, and of many the first", async () => {
    const gap = (day: number) => ({
      from: `2026-11-0${day}T10:00:00.000Z`,
      to: `2026-11-0${day}T12:00:00.000Z`,
    });
    renderApp("/sources", {
      sources: () => standing(aSource({ gaps: [1, 2, 3, 4, 5, 6, 7, 8].map(gap) })),
    });
    const source = await card(/^NAVER WORKS/);
    expect(within(source).getByText("1 Nov 2026, 19:00–21:00")).toBeVisible();
    expect(within(source).getByText("and 2 more, see the table")).toBeVisible();
  });

  it("calls nothing whole behind which days are still to be pulled", async () => {
    renderApp("/sources", {
      sources: () =>
        standing(aSource(), aSource({ id: "behind", domain: 10000002, days: someDays({ 1: 0, 2: 0 }) })),
    });
    expect(within(await card(/10000002/)).queryByText("No gaps")).toBeNull();
    expect(screen.getByText("No gaps")).toBeVisible();
  });

  it("tells an error that stands from one that was overcome", async () => {
    const problem = {
      at: "2026-11-23T09:13:00.000Z",
      code: "incomplete",
      message: "The source could not finish the file (downloadLogs error).",
      window: { from: "2026-10-23T10:00:00.000Z", to: "2026-11-23T10:00:00.000Z" },
    };
    let overcome = false;
    const now = () =>
      aSource({
        last_error: problem,
        last_success: overcome ? "2026-11-23T09:17:00.000Z" : "2026-11-23T09:12:00.000Z",
      });
    const { user } = renderApp("/sources", {
      sources: ({ method }) => (method === "GET" ? standing(now()) : { body: now(), status: 202 }),
    });
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "The source could not finish the file (downloadLogs error). Failed at 23 Nov 2026, 18:13. It had asked for 23 Oct 2026, 19:00 – 23 Nov 2026, 19:00.",
    );
    overcome = true;
    await user.click(screen.getByRole("button", { name: "Run now: NAVER WORKS Audit API" }));
    expect(await screen.findByText("Overcome")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it.each([
    [13, "The source forgets in 13 days what was not pulled yet: from"],
    [1, "The source forgets in 1 day what was not pulled yet: from"],
    [0, "The source is forgetting what was not pulled yet"],
  ])("warns when the source forgets in %d days", async (left, sentence) => {
    renderApp("/sources", { sources: () => standing(aSource({ forgets_in_days: left })) });
    expect(await screen.findByText(new RegExp(`^${sentence}`))).toBeVisible();
  });

  it("speaks the reader's language", async () => {
    renderApp(
      "/sources",
      {
        sources: () =>
          standing(
            aSource({
              last_success: null,
              last_error: { at: "2026-11-23T09:13:00.000Z", code: "token", message: "No.", window: null },
            }),
          ),
      },
      ko,
    );
    expect(await screen.findByRole("alert")).toHaveTextContent(/^토큰을 받지 못했습니다/);
    expect(screen.getByText("9,120행 저장")).toBeVisible();
  });
});

describe("what can be done to a source", () => {
  it("runs, pauses and resumes, and shows what comes of it", async () => {
    let source = aSource();
    const { user, changes } = renderApp("/sources", {
      sources: ({ url, method }) => {
        if (method === "GET") return standing(source);
        if (url.endsWith("/run")) {
          const window = { from: "2026-11-21T10:00:00.000Z", to: "2026-11-23T10:00:00.000Z" };
          source = aSource({ state: "running", window, next_run: null });
        } else {
          source = aSource({ state: url.endsWith("/pause") ? "paused" : "waiting", next_run: null });
        }
        return { body: source, status: url.endsWith("/run") ? 202 : 200 };
      },
    });
    await user.click(await screen.findByRole("button", { name: /^Run now/ }));
    expect(await screen.findByText("Running")).toBeVisible();
    expect(screen.getByText(/Asks for 21 Nov 2026, 19:00/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Run now/ })).toBeNull();

    await user.click(screen.getByRole("button", { name: /^Pause/ }));
    expect(await screen.findByText("Paused")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /^Resume/ }));
    expect(await screen.findByText("Starts in a moment")).toBeVisible();
    expect(changes().map(({ url }) => url)).toEqual(
      ["run", "pause", "resume"].map((does) => `/api/v1/sources/naverworks/${does}`),
    );
  });

  it("gives the server's reason where it says no", async () => {
    const { user } = renderApp("/sources", {
      sources: ({ method }) =>
        method === "GET"
          ? standing(aSource())
          : { status: 409, body: { error: { code: "paused", message: "The source is paused. Resume it." } } },
    });
    await user.click(await screen.findByRole("button", { name: /^Run now/ }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Not done. The source is paused. Resume it.");
  });
});

it("keeps what was shown when the server does not answer, and can be asked again", async () => {
  let away = false;
  const { user } = renderApp("/sources", {
    sources: ({ method }) =>
      method === "POST" ? { body: aSource(), status: 202 } : away ? { away } : standing(aSource()),
  });
  const run = await screen.findByRole("button", { name: /^Run now/ });
  away = true;
  await user.click(run);
  expect(await screen.findByRole("alert")).toHaveTextContent("The server can't be reached");
  expect(screen.getByText("9,120 accepted")).toBeVisible();
  away = false;
  await user.click(screen.getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

it("says how sources are set up where there are none", async () => {
  renderApp("/sources");
  expect(await screen.findByText("Nothing is set up to come in by itself")).toBeVisible();
  expect(screen.getByText(/--naverworks-client-id/)).toBeVisible();
  expect(screen.getByText("/_bulk")).toBeVisible();
});

it("is not for a viewer, and does not ask the server", async () => {
  let asked = false;
  renderApp("/sources", {
    session: () => ({ body: aSession({ role: "viewer" }) }),
    sources: () => {
      asked = true;
      return standing();
    },
  });
  expect(
    await screen.findByText(/^Sources are for administrators. You are logged in with the role viewer/),
  ).toBeVisible();
  expect(screen.queryByRole("link", { name: "Sources" })).toBeNull();
  expect(asked).toBe(false);
});
