import { describe, expect, it } from "vitest";
import { defaults, questionOf } from "../state/search-state";
import { answerBy, answerWith, anEvent, aDownload, aScreen, aSession } from "../testing/answers";
import { createClient } from "./client";
import { ApiError, isUnauthorized, OfflineError, UnexpectedAnswerError } from "./errors";
import { exportAddress, exportRequest, requestAgain, tailParameters, type FileForm } from "./parameters";
import type { Export } from "./schema";

const now = () => new Date("2026-11-22T15:30:00Z");
const asked = (patch: Partial<typeof defaults> = {}) => ({
  ...questionOf({ ...defaults, ...patch }),
  zone: "Asia/Seoul",
  now,
});

describe("the client", () => {
  it("asks for a screen with the API's own parameter names", async () => {
    const { fetch, calls } = answerWith(aScreen());
    await createClient(fetch).screen(
      asked({
        q: "edit group",
        from: "yesterday",
        to: "now",
        task: ["edit_group", "새 작업"],
        user: ["a@b.example"],
      }),
    );
    const url = new URL(calls[0]?.url ?? "", "http://page.example");
    expect(url.pathname).toBe("/api/v1/search");
    expect([...url.searchParams]).toEqual([
      ["q", "edit group"],
      ["task", "edit_group"],
      ["task", "새 작업"],
      ["user", "a@b.example"],
      ["tz", "Asia/Seoul"],
      ["from", "2026-11-22"],
      ["to", "now"],
      ["sort", "-time"],
      ["limit", "100"],
    ]);
  });

  it("asks for a further page by its cursor, and for rows alone", async () => {
    const { fetch, calls } = answerWith({ events: [anEvent()], cursor: null });
    const rows = await createClient(fetch).rows(asked(), "abc+/=");
    expect(rows.events).toHaveLength(1);
    const url = new URL(calls[0]?.url ?? "", "http://page.example");
    expect(url.searchParams.get("cursor")).toBe("abc+/=");
    expect(url.searchParams.get("include")).toBe("events");
  });

  it("loads a tail's gap by sequence numbers, outside any period, page by page", async () => {
    const { fetch, calls } = answerBy(({ url }) => ({
      body: { events: [anEvent()], cursor: url.includes("cursor=") ? null : "next" },
    }));
    const range = { after: 10, before: 48 };
    const events = await createClient(fetch).between(asked({ from: "now-7d", sort: "time" }), range, 2000);
    expect(events).toHaveLength(2);
    const { searchParams } = new URL(calls[0]?.url ?? "", "http://page.example");
    expect(searchParams.get("after")).toBe("10");
    expect(searchParams.get("before")).toBe("48");
    expect(searchParams.has("from")).toBe(false);
    expect(searchParams.get("sort")).toBe("-time");
    expect(calls[1]?.url).toContain("cursor=next");
  });

  it("loads no more of a gap than is wanted", async () => {
    const { fetch, calls } = answerWith({ events: [anEvent(), anEvent()], cursor: "next" });
    expect(await createClient(fetch).between(asked(), { after: 1, before: 9 }, 3)).toHaveLength(3);
    expect(calls).toHaveLength(2);
  });

  it("takes missing members of an event for empty, and keeps members it does not know", async () => {
    const { fetch } = answerWith({
      id: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN",
      seq: 1,
      time: "2026-11-22T09:12:33.123Z",
      user: { name: "Kim" },
      origin: "10.0.0.1",
    });
    const { event, raw } = await createClient(fetch).event("01KAJ3T5Q1W8Z0R7M2C9X4V6BN");
    expect(event.user).toEqual({ id: "", name: "Kim", email: "" });
    expect(event.target.name).toBe("");
    expect(event.task).toBe("");
    expect(event.origin).toBe("10.0.0.1");
    expect(raw).not.toHaveProperty("task");
  });

  it("asks for neighbours on each side, by the question's words and filters but not its period", async () => {
    const { fetch, calls } = answerWith({ event: anEvent(), scope: "all" });
    const question = asked({ q: "kim", not_status: ["failure"], from: "now-7d" });
    const context = await createClient(fetch).context("X", "all", { before: 20, after: 0 }, question);
    expect(calls[0]?.url).toBe(
      "/api/v1/events/X/context?q=kim&not_status=failure&tz=Asia%2FSeoul&scope=all&before=20&after=0",
    );
    expect(context.before).toEqual([]);
    expect(context.more_after).toBe(false);
  });

  it("asks for numbers without rows, and for the first row without numbers", async () => {
    const { fetch, calls } = answerWith(aScreen());
    const client = createClient(fetch);
    expect((await client.numbers(asked())).total.value).toBe(1);
    expect((await client.firstRow(asked({ sort: "time" })))?.id).toBe(anEvent().id);
    expect(calls.map(({ url }) => url)).toEqual([
      "/api/v1/search?tz=Asia%2FSeoul&sort=-time&limit=1",
      "/api/v1/search?tz=Asia%2FSeoul&sort=time&limit=1&include=events",
    ]);
  });

  it.each([
    ["no total", { ...aScreen(), total: undefined }],
    ["a count that is a word", { ...aScreen(), total: { value: "many", relation: "exact" } }],
    ["an event without a time", { ...aScreen(), events: [{ id: "x", seq: 1, user: {} }] }],
    ["no object at all", "<html>"],
  ])("refuses an answer with %s", async (_name, body) => {
    const { fetch } = answerWith(body);
    await expect(createClient(fetch).screen(asked())).rejects.toBeInstanceOf(UnexpectedAnswerError);
  });

  it("hands on the server's own sentence, code and field", async () => {
    const { fetch } = answerWith(
      { error: { code: "invalid_period", message: "The period ends before it starts.", field: "to" } },
      400,
    );
    const error: unknown = await createClient(fetch)
      .screen(asked())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 400,
      code: "invalid_period",
      message: "The period ends before it starts.",
      field: "to",
    });
  });

  it("knows a missing log-in, even where a proxy answered", async () => {
    const { fetch } = answerWith("<h1>401</h1>", 401);
    const error: unknown = await createClient(fetch)
      .session()
      .catch((reason: unknown) => reason);
    expect(isUnauthorized(error)).toBe(true);
  });

  it("tells no answer from a bad one, and a given-up call from both", async () => {
    const offline = createClient(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(offline.session()).rejects.toBeInstanceOf(OfflineError);
    const given = new AbortController();
    given.abort();
    const aborted = createClient(() => Promise.reject(new DOMException("gone", "AbortError")));
    await expect(aborted.session(given.signal)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("logs in by token and out again", async () => {
    const { fetch, calls } = answerWith(aSession());
    const session = await createClient(fetch).logIn("a-token-of-16-chars");
    expect(session.time_zone).toBe("Asia/Seoul");
    expect(calls[0]).toMatchObject({ method: "POST", body: '{"token":"a-token-of-16-chars"}' });
    const out = answerWith(null, 204);
    await createClient(out.fetch).logOut();
    expect(out.calls[0]?.method).toBe("DELETE");
  });
});

const form: FileForm & { format: "csv" } = {
  format: "csv",
  packing: "none",
  split: "rows",
  zone: "UTC",
  language: "en",
  safe: false,
};

describe("addresses", () => {
  it("the export holds the screen's question, order and zone, and no paging", () => {
    const question = asked({ q: "kim", from: "now-7d", status: ["failure"], sort: "time", interval: "1h" });
    const url = new URL(exportAddress(question, form, { partial: false, upTo: null }), "http://page.example");
    expect(url.pathname).toBe("/api/v1/export.csv");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      q: "kim",
      status: "failure",
      tz: "Asia/Seoul",
      from: "now-7d",
      sort: "time",
      file_tz: "UTC",
      language: "en",
      spreadsheet_safe: "false",
    });
  });

  it("an export as NDJSON has no zone or language of its own, and is of the same moment as the screen", () => {
    expect(
      exportAddress(asked({ q: "kim" }), { ...form, format: "ndjson" }, { partial: true, upTo: 599 }),
    ).toBe("/api/v1/export.ndjson?q=kim&tz=Asia%2FSeoul&sort=-time&partial=true&before=600");
  });

  it("a tail has no period", () => {
    expect(
      tailParameters(asked({ q: "kim", from: "now-7d", to: "now", task: ["edit_group"] })).toString(),
    ).toBe("q=kim&task=edit_group&tz=Asia%2FSeoul");
  });
});

describe("a request for a download", () => {
  const question = asked({
    q: "kim",
    from: "yesterday",
    to: "now",
    status: ["failure", ""],
    not_user: ["bot@acme.example"],
    sort: "time",
    interval: "1h",
  });

  it("asks for what the screen shows, with days that have a date", () => {
    expect(exportRequest(question, { ...form, packing: "zip" }, { partial: true, upTo: 599 })).toEqual({
      q: "kim",
      from: "2026-11-22",
      to: "now",
      tz: "Asia/Seoul",
      sort: "time",
      filters: { status: ["failure", ""], not_user: ["bot@acme.example"] },
      before: 600,
      format: "csv",
      compression: "zip",
      split: "rows",
      language: "en",
      file_tz: "UTC",
      spreadsheet_safe: false,
      partial: true,
    });
  });

  it("splits nothing that is no archive", () => {
    expect(exportRequest(question, form, { partial: false, upTo: null })).toMatchObject({ split: "none" });
  });

  it("is repeated as it was, of now", () => {
    const download = aDownload({
      query: { q: ["kim"], from: ["now-7d"], tz: ["Asia/Seoul"], before: ["600"], status: ["", "failure"] },
      compression: "gzip",
      missing_days: ["2026-11-20"],
    });
    const again = {
      q: "kim",
      from: "now-7d",
      tz: "Asia/Seoul",
      filters: { status: ["", "failure"] },
      format: "csv",
      compression: "gzip",
      split: "none",
      language: "en",
      file_tz: "Asia/Seoul",
      spreadsheet_safe: true,
      partial: true,
    };
    expect(requestAgain(download, undefined)).toEqual(again);
    expect(requestAgain(download, "FORMER")).toEqual({ ...again, since: "FORMER" });
  });

  it("is canceled only while it is open", async () => {
    const stands = (state: Export["state"]) =>
      answerBy(({ method }) =>
        method === "GET" ? { body: aDownload({ state }) } : { body: null, status: 204 },
      );
    for (const [state, methods] of [
      ["running", ["GET", "DELETE"]],
      ["ready", ["GET"]],
    ] as const) {
      const { fetch, calls } = stands(state);
      await createClient(fetch).cancelExport("a/b");
      expect(calls.map(({ method }) => method)).toEqual(methods);
      expect(calls[0]?.url).toBe("/api/v1/exports/a%2Fb");
    }
  });
});
