import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anEvent, aScreen, aSession } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

const total = (value: number) => ({ total: { value, relation: "exact" as const } });
const saved: string[] = [];

beforeEach(() => {
  saved.length = 0;
  URL.createObjectURL = () => "blob:a-file";
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
});
afterEach(() => {
  localStorage.clear();
  vi.stubGlobal("showSaveFilePicker", undefined);
});

const openDialog = async (user: ReturnType<typeof renderApp>["user"]) => {
  await user.click(await screen.findByRole("button", { name: "Download" }));
  return screen.findByRole("dialog", { name: "Download" });
};

describe("the download dialog", () => {
  it("says what there will be, fetches what was chosen, and proves it whole", async () => {
    const asked: URL[] = [];
    const { user } = renderApp("/?q=kim&status=failure&from=2026-11-01", {
      search: () => ({ body: aScreen(total(2)) }),
      file: (url) => {
        asked.push(url);
        return { body: "h\r\n1\r\n2\r\n", headers: { "X-Whodid-Rows": "2" } };
      },
    });
    await screen.findByText("2 events");
    const dialog = await openDialog(user);
    expect(await within(dialog).findByText("2 rows")).toBeVisible();
    expect(within(dialog).getByText("about 0.4 kB")).toBeVisible();
    expect(within(dialog).getByText("under a second")).toBeVisible();
    await user.selectOptions(within(dialog).getByLabelText(/Time zone of the dates/), "UTC");
    await user.selectOptions(within(dialog).getByLabelText(/Language of headers/), "ko");
    await user.click(within(dialog).getByRole("checkbox", { name: /Safe for spreadsheets/ }));
    await user.click(within(dialog).getByRole("button", { name: "Download 2 rows" }));
    expect(await within(dialog).findByText("2 rows, as many as the server counted")).toBeVisible();
    expect(saved).toEqual([expect.stringMatching(/^contacts-audit-\d{8}-\d{6}\.csv$/)]);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
      q: "kim",
      status: "failure",
      tz: "Asia/Seoul",
      from: "2026-11-01",
      sort: "-time",
      file_tz: "UTC",
      language: "ko",
      spreadsheet_safe: "false",
      before: "1048578", // what the screen's search looked at, and nothing that came since
    });
  });

  it("has no zone and no language for lines of JSON", async () => {
    const asked: URL[] = [];
    const { user } = renderApp("/", {
      file: (url) => {
        asked.push(url);
        return { body: "{}\n", headers: { "X-Whodid-Rows": "1" } };
      },
    });
    const dialog = await openDialog(user);
    await user.click(await within(dialog).findByRole("radio", { name: /NDJSON/ }));
    expect(within(dialog).queryByRole("combobox")).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Download 1 row" }));
    await within(dialog).findByText("1 row, as many as the server counted");
    expect(asked[0]?.pathname).toBe("/api/v1/export.ndjson");
    expect(saved).toEqual([expect.stringMatching(/\.ndjson$/)]);
  });

  it("asks before it leaves out days that can't be read", async () => {
    const asked: URL[] = [];
    const { user } = renderApp("/", {
      search: () => ({
        body: aScreen({ total: { value: 7, relation: "at_least" }, missing_days: ["2026-11-20"] }),
      }),
      file: (url) => {
        asked.push(url);
        const headers = { "X-Whodid-Rows": "7", "X-Whodid-Missing-Days": "2026-11-20" };
        return { body: `h\r\n${"r\r\n".repeat(7)}`, headers };
      },
    });
    const dialog = await openDialog(user);
    expect(await within(dialog).findByText("At least 7 rows")).toBeVisible();
    const submit = within(dialog).getByRole("button", { name: "Download at least 7 rows" });
    expect(submit).toBeDisabled();
    await user.click(within(dialog).getByRole("checkbox", { name: "Download without them" }));
    await user.click(submit);
    expect(await within(dialog).findByText("Without 2026-11-20, which could not be read")).toBeVisible();
    expect(asked[0]?.searchParams.get("partial")).toBe("true");
  });

  it("names the limit of Excel, and of a browser that must hold the file in memory", async () => {
    const { user } = renderApp("/", { search: () => ({ body: aScreen(total(10_000_000)) }) });
    const dialog = await openDialog(user);
    expect(await within(dialog).findByText(/Excel opens at most 1,048,576 rows/)).toBeVisible();
    expect(within(dialog).getByText(/holds the file in memory .* 2 GB may be too much/)).toBeVisible();
    await user.click(within(dialog).getByRole("radio", { name: /NDJSON/ }));
    expect(within(dialog).queryByText(/Excel opens/)).toBeNull();
  });

  it("asks where to save a large file, and begins nothing if nobody says", async () => {
    const names: unknown[] = [];
    vi.stubGlobal("showSaveFilePicker", (options: { suggestedName: string }) => {
      names.push(options.suggestedName);
      return Promise.reject(new DOMException("no", "AbortError"));
    });
    const { user } = renderApp("/", { search: () => ({ body: aScreen(total(1_000_000)) }) });
    const dialog = await openDialog(user);
    expect(await within(dialog).findByText(/You are asked where to save it/)).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Download 1,000,000 rows" }));
    await waitFor(() => expect(names).toHaveLength(1));
    expect(within(dialog).getByRole("button", { name: "Download 1,000,000 rows" })).toBeVisible();
  });

  it("says who may not, and when there is nothing", async () => {
    const { user } = renderApp("/", { session: () => ({ body: aSession({ role: "viewer" }) }) });
    expect(await within(await openDialog(user)).findByText(/needs the role auditor or admin/)).toBeVisible();
  });
});

describe("a download that is not whole", () => {
  const short = () => ({ body: "h\r\n1\r\n", headers: { "X-Whodid-Rows": "2" } });

  it("is said to be failed wherever one is, is not saved, and can be had again", async () => {
    let whole = false;
    const { user, router } = renderApp("/?q=kim", {
      search: () => ({ body: aScreen(total(2)) }),
      file: () => (whole ? { ...short(), body: "h\r\n1\r\n2\r\n" } : short()),
    });
    await screen.findByText("2 events");
    const dialog = await openDialog(user);
    await user.click(await within(dialog).findByRole("button", { name: "Download 2 rows" }));
    expect(await within(dialog).findByText(/The file ended with 1 of 2 rows/)).toBeVisible();
    await user.keyboard("{Escape}");
    expect(await screen.findByText(/Download failed: contacts-audit/)).toBeVisible();
    expect(saved).toEqual([]);

    await user.click(screen.getByRole("link", { name: "Show in Log Download" }));
    expect(await screen.findByRole("heading", { name: "Log Download" })).toBeVisible();
    expect(router.state.location.pathname).toBe("/log-download");
    const item = await screen.findByRole("article");
    expect(item).toHaveTextContent("Failed");
    whole = true;
    await user.click(within(item).getByRole("button", { name: /^Download again/ }));
    expect(await within(item).findByText("2 rows, as many as the server counted")).toBeVisible();
    expect(saved).toHaveLength(1);
    expect(screen.queryByText(/Download failed/)).toBeNull();
    await user.click(within(item).getByRole("button", { name: /^Save:/ }));
    expect(saved).toHaveLength(2);

    await user.click(within(item).getByRole("link", { name: "Show these events" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=kim"));
  });

  it("keeps the server's own sentence", async () => {
    const { user } = renderApp("/", {
      file: () => ({
        body: { error: { code: "overloaded", message: "Too many exports run at once." } },
        status: 429,
      }),
    });
    const dialog = await openDialog(user);
    await user.click(await within(dialog).findByRole("button", { name: "Download 1 row" }));
    expect(await within(dialog).findByText("Too many exports run at once.")).toBeVisible();
  });
});

it("runs on while one works elsewhere, asks before the page is left, and goes with the log-out", async () => {
  let loggedIn = true;
  const { user } = renderApp("/", {
    session: (call) => {
      if (call.method === "DELETE") loggedIn = false;
      if (loggedIn) return { body: aSession() };
      return call.method === "DELETE"
        ? { body: null, status: 204 }
        : { body: { error: { code: "unauthorized", message: "Log in first." } }, status: 401 };
    },
    search: () => ({ body: aScreen({ events: [anEvent()] }) }),
    file: () => ({ body: "", after: new Promise(() => undefined) }),
  });
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const dialog = await openDialog(user);
  expect(leave()).toBe(false);
  await user.click(await within(dialog).findByRole("button", { name: "Download 1 row" }));
  expect(await within(dialog).findByRole("progressbar")).toBeVisible();
  await user.keyboard("{Escape}");
  const place = await screen.findByRole("link", { name: /Log Download.*0%/ });
  expect(screen.getByRole("button", { name: "Download, 0% of one is here" })).toBeVisible();
  expect(leave()).toBe(true);
  await user.click(place);
  expect(await screen.findByText("Downloading 0%")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Log out" }));
  await screen.findByLabelText("Token");
  expect(leave()).toBe(false);
});
