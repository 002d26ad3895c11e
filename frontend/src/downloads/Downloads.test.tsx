import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Export } from "../api/schema";
import { aDownload, aReadyDownload, aScreen, aSession, type Answer, type Call } from "../testing/answers";
import { renderApp } from "../testing/renderApp";

const hash = "aad35668ff22e70e96a567c871653fcfad7e0b18422fab51d6131ef54e0d3372";

beforeEach(() => {
  vi.useFakeTimers({
    shouldAdvanceTime: true,
    toFake: ["Date", "setInterval", "clearInterval", "setTimeout", "clearTimeout"],
  });
  vi.setSystemTime("2026-11-23T12:00:00Z");
});
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

/** A server that keeps downloads; `refuse` may say no instead. */
function keeping(first: Export[], refuse: (call: Call) => Answer | null = () => null) {
  const kept = { list: first, asked: 0 };
  const exports = (call: Call): Answer => {
    const refused = refuse(call);
    if (refused) return refused;
    const id = call.url.split("/")[4] ?? "";
    if (call.method === "POST") {
      const made = aDownload({ id: "AGAIN", file: "again.csv" });
      kept.list = [made, ...kept.list.filter(({ id: other }) => other !== made.id)];
      return { body: made, status: 202 };
    }
    if (call.method === "DELETE") {
      kept.list = kept.list.flatMap((one) =>
        one.id !== id ? [one] : one.state === "running" ? [{ ...one, state: "canceled" }] : [],
      );
      return { body: null, status: 204 };
    }
    if (id !== "") return { body: kept.list.find((one) => one.id === id) };
    kept.asked++;
    return { body: { exports: kept.list } };
  };
  return { kept, exports };
}

const running = aDownload({
  id: "RUNNING",
  state: "running",
  file: "running.csv",
  rows_written: 617,
  started: "2026-11-23T10:00:00.000Z",
});
const failed = aDownload({
  id: "FAILED",
  state: "failed",
  file: "failed.csv",
  finished: "2026-11-23T10:00:00.000Z",
  code: "no_room",
  why: "All downloads together may take 20 bytes.",
});
const item = (name: string) => screen.findByRole("article", { name });
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("Log Download", () => {
  it("shows of each how it stands, what was asked, and what proves it whole", async () => {
    const ready = aReadyDownload({
      file: "ready.zip",
      owner: "lee",
      query: {
        q: ["edit group"],
        from: ["now-7d"],
        tz: ["Asia/Seoul"],
        not_user: ["bot@acme.example"],
        before: ["42"],
      },
      compression: "zip",
      split: "rows",
      parts: 2,
      missing_days: ["2026-11-20"],
      time_zone: "UTC",
    });
    const { exports } = keeping([
      running,
      ready,
      failed,
      aDownload({ id: "C", state: "canceled", file: "c.csv" }),
    ]);
    const { user } = renderApp("/log-download", {
      exports,
      search: () => ({
        body: aScreen({
          interpretation: {
            chips: [{ field: "task", op: "is", value: "edit_group", text: "edit group" }],
            notes: [],
            note_codes: [],
            terms: [],
          },
        }),
      }),
    });
    const first = await item("running.csv");
    expect(first).toHaveTextContent("Writing 45%");
    expect(first).toHaveTextContent("617 of 1,371 rows");
    expect(first).toHaveTextContent("All events");
    expect(first).toHaveTextContent("Everything (180 days) · Asia/Seoul");
    expect(within(first).getByRole("progressbar")).toHaveAttribute("value", String(617 / 1371));
    expect(within(first).queryByRole("link", { name: /^Download/ })).toBeNull();

    const second = await item("ready.zip");
    await within(second).findByText("Edit group");
    for (const text of [
      "Ready",
      "lee · 23 Nov 2026, 19:00",
      "Task: Edit group",
      "not User: bot@acme.example",
      "Last 7 days: 16 Nov 2026, 19:00 – 23 Nov 2026, 19:00 · UTC",
      "1,371 rows",
      "48 kB",
      "in 2 parts",
      "Without 2026-11-20, which could not be read",
      "expires in 6 days",
      "SHA-256 aad35668…",
    ])
      expect(second).toHaveTextContent(text);
    expect(within(second).getByTitle("30 Nov 2026, 19:00:01.000 GMT+9")).toBeVisible();
    const link = within(second).getByRole("link", { name: "Download: ready.zip" });
    expect(link).toHaveAttribute("href", "/api/v1/exports/READY/file");
    expect(link).toHaveAttribute("download", "ready.zip");
    expect(within(second).getByRole("link", { name: /^Receipt/ })).toHaveAttribute(
      "href",
      "/api/v1/exports/READY/receipt",
    );
    await user.click(within(second).getByRole("button", { name: "Copy the SHA-256" }));
    expect(await navigator.clipboard.readText()).toBe(hash);
    await user.click(within(second).getByRole("button", { name: /^Details/ }));
    for (const text of [
      hash,
      "CSV, ZIP, split for Excel",
      "48,211",
      "by lee",
      "1,371 of 1,371 rows",
      "READY",
    ])
      expect(second).toHaveTextContent(text);

    expect(await item("failed.csv")).toHaveTextContent("All downloads together may take 20 bytes.");
    expect(await item("c.csv")).toHaveTextContent("Canceled");
  });

  it("asks each second while something is written, seldom else, and less and less while nobody answers", async () => {
    let away = false;
    const { kept, exports } = keeping([running], () => (away ? { away: true } : null));
    renderApp("/log-download", { exports });
    await item("running.csv");
    const before = kept.asked;
    await pass(5000);
    expect(kept.asked - before).toBeGreaterThanOrEqual(4);

    away = true;
    await pass(1500);
    expect(await screen.findByText(/The server can't be reached/)).toBeVisible();
    expect(await item("running.csv")).toHaveTextContent("617 of 1,371 rows");
    away = false;
    const failing = kept.asked;
    await pass(1000);
    expect(kept.asked - failing).toBeLessThanOrEqual(1);
    kept.list = [{ ...running, rows_written: 1000 }];
    await pass(5000);
    expect(await item("running.csv")).toHaveTextContent("1,000 of 1,371 rows");
    expect(screen.queryByText(/The server can't be reached/)).toBeNull();

    kept.list = [aReadyDownload({ id: "RUNNING", file: "running.csv" })];
    await pass(2000);
    expect(await item("running.csv")).toHaveTextContent("Ready");
    const ended = kept.asked;
    await pass(10_000);
    expect(kept.asked - ended).toBeLessThanOrEqual(1);
    await pass(20_000);
    expect(kept.asked).toBeGreaterThan(ended);
  });

  it("repeats, cancels and deletes, and says what could not be done", async () => {
    let no: Answer | null = null;
    const { exports, kept } = keeping([aReadyDownload(), running], ({ method }) =>
      method === "GET" ? null : no,
    );
    const { user, router, changes } = renderApp("/log-download", { exports });
    const ready = await item("contacts-audit-20261123-190000.csv");
    no = { body: { error: { code: "not_stored", message: "The disk takes no writes." } }, status: 503 };
    await user.click(within(ready).getByRole("button", { name: /^Repeat/ }));
    expect(await within(ready).findByText("The disk takes no writes.")).toBeVisible();
    no = null;
    await user.click(within(ready).getByRole("button", { name: /^Repeat/ }));
    const again = await item("again.csv");
    await waitFor(() => expect(again).toHaveFocus());
    expect(router.state.location.hash).toBe("AGAIN");
    expect(JSON.parse(changes().at(-1)?.body ?? "")).toMatchObject({ tz: "Asia/Seoul", format: "csv" });

    await user.click(within(ready).getByRole("button", { name: /^Only what is new since/ }));
    await waitFor(() => expect(JSON.parse(changes().at(-1)?.body ?? "")).toMatchObject({ since: "READY" }));

    const open = await item("running.csv");
    await user.click(within(open).getByRole("button", { name: /^Cancel/ }));
    await waitFor(() => expect(open).toHaveTextContent("Canceled"));
    expect(open).toHaveFocus();

    await user.click(within(ready).getByRole("button", { name: /^Delete/ }));
    await user.click(within(ready).getByRole("button", { name: "Keep" }));
    expect(kept.list).toHaveLength(3);
    await user.click(within(ready).getByRole("button", { name: /^Delete/ }));
    await user.click(within(ready).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(ready).not.toBeInTheDocument());
    await waitFor(() => expect(open).toHaveFocus()); // what stands in its place
    expect(kept.list.map(({ id }) => id)).toEqual(["AGAIN", "RUNNING"]);

    await user.click(within(open).getByRole("link", { name: /^Open in Contacts/ }));
    await waitFor(() => expect(router.state.location.href).toBe("/?tz=Asia%2FSeoul"));
  });

  it("shows fifty of hundreds at first, and further down the one that was gone to", async () => {
    const many = Array.from({ length: 500 }, (_, at) => aReadyDownload({ id: `D${at}`, file: `${at}.csv` }));
    const { user } = renderApp("/log-download#D60", keeping(many));
    await waitFor(async () => expect(await item("60.csv")).toHaveFocus());
    expect(screen.getAllByRole("article")).toHaveLength(61);
    await user.click(screen.getByRole("button", { name: "Show 50 of 439 more" }));
    expect(screen.getAllByRole("article")).toHaveLength(111);
  });

  it("says that there is none", async () => {
    renderApp("/log-download");
    expect(await screen.findByRole("heading", { name: "No downloads yet" })).toBeVisible();
  });

  it("says to a viewer who may have some", async () => {
    renderApp("/log-download", { session: () => ({ body: aSession({ role: "viewer" }) }) });
    expect(await screen.findByText(/needs the role auditor or admin/)).toBeVisible();
  });

  it("says that nothing came, and asks again", async () => {
    let away = true;
    const { exports } = keeping([failed], () => (away ? { away } : null));
    const { user } = renderApp("/log-download", { exports });
    expect(await screen.findByText(/The server can't be reached/)).toBeVisible();
    away = false;
    await user.click(screen.getByRole("button", { name: "Retry" }));
    await item("failed.csv");
  });
});

describe("what is said elsewhere", () => {
  it("is how far one's own are, then that a file is ready, until it was looked at", async () => {
    const { kept, exports } = keeping([
      running,
      { ...running, id: "OTHER", file: "other.csv", owner: "lee", rows_written: 1 },
    ]);
    const { user } = renderApp("/", { exports });
    const place = await screen.findByRole("link", { name: /^Log Download.*1 being written, 45%/ });
    kept.list = [aReadyDownload({ id: "RUNNING", file: "running.csv" }), ...kept.list.slice(1)];
    await pass(1500);
    await waitFor(() => expect(place).toHaveAccessibleName(/1 file is ready/));
    expect(screen.getAllByText("Ready to download: running.csv, 1,371 rows")).toHaveLength(2); // seen, and read out

    // Nobody but lee waits for what is left.
    const asked = kept.asked;
    await pass(4000);
    expect(kept.asked).toBe(asked);

    await user.click(screen.getByRole("link", { name: "Show in Log Download" }));
    await item("running.csv");
    await waitFor(() => expect(place).toHaveAccessibleName("Log Download"));
    expect(screen.queryByRole("button", { name: "Dismiss" })).toBeNull();
  });

  it("is that one failed, which can be dismissed and stays beside the name", async () => {
    const { kept, exports } = keeping([running]);
    const { user } = renderApp("/", { exports });
    await screen.findByRole("link", { name: /45%/ });
    kept.list = [{ ...failed, id: "RUNNING" }];
    await pass(1500);
    expect(await screen.findByRole("alert")).toHaveTextContent("Download failed: failed.csv");
    await user.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByRole("link", { name: /^Log Download.*1 failed/ })).toBeVisible();
  });

  it("tells of what ended while the page was closed, but not of what had ended when one first came", async () => {
    const { exports } = keeping([aReadyDownload()]);
    const first = renderApp("/", { exports });
    const place = await screen.findByRole("link", { name: "Log Download" });
    await waitFor(() => expect(localStorage.getItem("whodid.downloadsSeen")).not.toBeNull());
    expect(place).toHaveAccessibleName("Log Download");
    first.unmount();
    renderApp(
      "/",
      keeping([aReadyDownload({ id: "B", finished: "2026-11-23T11:00:00.000Z" }), aReadyDownload()]),
    );
    expect(await screen.findByRole("link", { name: /^Log Download.*1 file is ready/ })).toBeVisible();
  });
});
