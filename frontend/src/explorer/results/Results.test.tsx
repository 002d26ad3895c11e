import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuditEvent } from "../../api/schema";
import { ja } from "../../messages/ja";
import { anEvent, aScreen, type Answer } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

// Hidden, too: what is open over the page hides the rest of it from everybody but the eye.
const heads = () => screen.getAllByRole("columnheader", { hidden: true }).map((head) => head.textContent);
const total = (value: number) => ({ value, relation: "exact" as const });

/** A run of views by one person, a second apart, newest first. */
function run(count: number, from = 0): AuditEvent[] {
  return Array.from({ length: count }, (_, at) =>
    anEvent({
      id: `run ${from + at}`,
      time: new Date(Date.parse("2026-11-22T09:00:00.000Z") - (from + at) * 1000).toISOString(),
      task: "view_member_info",
      target: { type: "member", name: `Member ${from + at}`, email: "" },
    }),
  );
}

describe("the table", () => {
  it("shows the columns of the link, and takes others", async () => {
    const { user, router } = renderApp("/?cols=user,id:300,status");
    await screen.findByRole("row", { name: /Kim Minjun/ });
    expect(heads()).toEqual(["User", "Event ID", "Status"]);
    await user.click(screen.getByRole("button", { name: "Display" }));
    const view = await screen.findByRole("dialog", { name: "Display" });
    await user.click(await within(view).findByRole("checkbox", { name: "Target" }));
    await user.click(within(view).getByRole("button", { name: "Move Target up" }));
    await user.click(within(view).getByRole("checkbox", { name: "User" }));
    await waitFor(() => expect(heads()).toEqual(["Event ID", "Target", "Status"]));
    expect(router.state.location.searchStr).toBe("?cols=id%3A300%2Ctarget%2Cstatus");
    await user.click(within(view).getByRole("button", { name: "Reset columns" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(""));
  });

  it("widens a column by its edge, from the keyboard", async () => {
    const { user, router } = renderApp("/?cols=date,user:200");
    const edge = await screen.findByRole("separator", { name: "Width of User" });
    expect(edge).toHaveAttribute("aria-valuenow", "200");
    edge.focus();
    await user.keyboard("{ArrowRight}");
    await waitFor(() => expect(router.state.location.searchStr).toBe("?cols=date%2Cuser%3A216"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.searchStr).toBe("?cols=date%2Cuser"));
  });

  it("moves over cells, and filters and excludes by the one in focus", async () => {
    const { user, router } = renderApp("/");
    await screen.findByRole("row", { name: /Kim Minjun/ });
    await user.keyboard("jx");
    expect(await screen.findByText(/Choose a value first/)).toBeVisible();
    await user.keyboard("{ArrowRight}");
    expect(screen.getByRole("gridcell", { name: /18:12:33/ })).toHaveFocus();
    await user.keyboard("f");
    expect(await screen.findByText("Date can't be filtered by")).toBeVisible();
    await user.keyboard("{ArrowRight}f");
    await waitFor(() => expect(router.state.location.searchStr).toBe("?user=minjun.kim%40acme.example"));
    await user.keyboard("{ArrowRight}x");
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe("?user=minjun.kim%40acme.example&not_task=edit_group"),
    );
  });

  it("copies the row, or the cell in focus", async () => {
    const { user } = renderApp("/");
    await screen.findByRole("row", { name: /Kim Minjun/ });
    const write = vi.spyOn(navigator.clipboard, "writeText");
    await user.keyboard("jc");
    expect(write).toHaveBeenLastCalledWith(
      expect.stringMatching(/^22 Nov 2026.*\tKim Minjun \(.*\)\tEdit group\t/),
    );
    expect(await screen.findByText("Copied")).toBeVisible();
    await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}c");
    expect(write).toHaveBeenLastCalledWith("Edit group");
    write.mockRejectedValue(new Error("denied"));
    await user.keyboard("c");
    expect(await screen.findByText("The browser did not allow copying")).toBeVisible();
  });

  it("has a menu of what can be done with a row", async () => {
    const { user, router } = renderApp("/");
    await user.click(await screen.findByRole("button", { name: "Actions for Kim Minjun" }));
    const menu = await screen.findByRole("menu", { name: "Actions" });
    const items = within(menu).getAllByRole("menuitem");
    expect(items).toHaveLength(4 + 5 + 5);
    const without = within(menu).getByRole("group", { name: "Without" });
    await user.click(within(without).getByRole("menuitem", { name: /^Status/ }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?not_status=success"));
  });

  it("opens that menu by key, on a cell for its value alone", async () => {
    const { user, router } = renderApp("/");
    await screen.findByRole("row", { name: /Kim Minjun/ });
    await user.keyboard("j{ContextMenu}");
    expect(within(await screen.findByRole("menu")).getAllByRole("menuitem")).toHaveLength(4 + 5 + 5);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("row", { name: /Kim Minjun/ })).toHaveFocus());
    await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{Shift>}{F10}{/Shift}");
    const menu = await screen.findByRole("menu");
    expect(within(menu).getAllByRole("menuitem")).toHaveLength(4 + 1 + 1);
    await user.click(within(menu).getAllByRole("menuitem", { name: /^Task/ })[0] ?? menu);
    await waitFor(() => expect(router.state.location.searchStr).toBe("?task=edit_group"));
  });

  it("lists its keys", async () => {
    const { user } = renderApp("/");
    await screen.findByRole("row", { name: /Kim Minjun/ });
    await user.keyboard("?");
    const help = await screen.findByRole("dialog", { name: "Keyboard" });
    expect(await within(help).findByText("Pause or resume Live")).toBeVisible();
  });

  it("marks what the question looked for, and nothing else", async () => {
    const terms = [
      { field: "user", words: ["kim"] },
      { field: "task", value: "edit_group" },
    ];
    renderApp("/?q=by+kim+edit+group", {
      search: () => ({
        body: aScreen({
          events: [anEvent({ target: { type: "member", name: "Kim Yuna", email: "" } })],
          interpretation: { chips: [], notes: [], note_codes: [], terms },
        }),
      }),
    });
    const row = await screen.findByRole("row", { name: /Kim Minjun/ });
    const marks = [...row.querySelectorAll("mark")].map((mark) => mark.textContent);
    expect(marks).toEqual(["Kim", "kim", "Edit group"]);
  });

  it("tells how long ago, with the time itself in the title", async () => {
    const time = new Date(Date.now() - 125_000).toISOString();
    renderApp("/?times=relative", { search: () => ({ body: aScreen({ events: [anEvent({ time })] }) }) });
    const ago = await screen.findByText("2 min ago");
    expect(ago).toHaveAttribute("title", expect.stringContaining("GMT+9"));
  });
});

describe("what came since the search ran", () => {
  beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }));
  afterEach(() => vi.useRealTimers());

  /** A store that begins to hold more when `more` is called. */
  function store(count: (asked: number) => Answer) {
    const newer = anEvent({ id: "newer", user: { id: "", name: "Lee Jiho", email: "" } });
    let asked = 0;
    let found = [anEvent()];
    return {
      more: () => (found = [newer, anEvent()]),
      search: (parameters: URLSearchParams) =>
        parameters.get("include") === "total"
          ? count(asked++)
          : { body: aScreen({ events: found, seq: 41 }) },
    };
  }

  it("is counted, and shown only when asked for", async () => {
    const { more, search } = store(() => ({ body: { total: { value: 12, relation: "exact" } } }));
    const { searches } = renderApp("/?q=kim&from=now-7d", { search });
    const row = await screen.findByRole("row", { name: /Kim Minjun/ });
    expect(searches()).toHaveLength(1);
    more();
    await vi.advanceTimersByTimeAsync(10_500);
    const pill = await screen.findByRole("button", { name: "12 new, show" });
    const counted = searches().find((parameters) => parameters.get("include") === "total");
    expect(Object.fromEntries(counted ?? [])).toMatchObject({
      q: "kim",
      from: "now-7d",
      after: "41",
      limit: "0",
    });
    expect(screen.queryByRole("row", { name: /Lee Jiho/ })).toBeNull();
    expect(row).toBeVisible();
    fireEvent.click(pill);
    expect(await screen.findByRole("row", { name: /Lee Jiho/ })).toBeVisible();
    expect(screen.queryByRole("button", { name: /new, show/ })).toBeNull();
  });

  it("stays unsaid while the server fails or talks nonsense, and is said when it is well", async () => {
    const answers: Answer[] = [
      { body: { error: { code: "internal", message: "Our fault." } }, status: 500 },
      { body: "<html>" },
      { body: { total: { value: "many", relation: "exact" } } },
      { body: { total: { value: 3, relation: "exact" } } },
    ];
    const { search } = store((asked) => answers[Math.min(asked, 3)] ?? { body: null });
    renderApp("/", { search });
    await screen.findByRole("row", { name: /Kim Minjun/ });
    await vi.advanceTimersByTimeAsync(31_000);
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.queryByRole("button", { name: /new, show/ })).toBeNull();
    await vi.advanceTimersByTimeAsync(10_500);
    expect(await screen.findByRole("button", { name: "3 new, show" })).toBeVisible();
  });
});

describe("bursts", () => {
  const answer = (events: AuditEvent[], cursor: string | null = null) => ({
    body: aScreen({ events, cursor, total: total(events.length) }),
  });

  it("are one row, open in place, and are not folded where the link says so", async () => {
    const { user } = renderApp("/", { search: () => answer(run(9)) });
    const burst = await screen.findByRole("button", { name: /^Kim Minjun\s*viewed 9 members in 8 s$/ });
    expect(screen.queryByText("Member 3")).toBeNull();
    expect(screen.getByText("9 events")).toBeVisible();
    await user.click(burst);
    expect(burst).toHaveAttribute("aria-expanded", "true");
    expect(screen.getByText("Member 3")).toBeVisible();
    await user.keyboard("{Enter}");
    expect(screen.queryByText("Member 3")).toBeNull();
  });

  it("stay single rows where the link says so", async () => {
    renderApp("/?fold=0", { search: () => answer(run(9)) });
    expect(await screen.findByText("Member 3")).toBeVisible();
    expect(screen.queryByRole("button", { name: /viewed/ })).toBeNull();
  });

  it("are told in the reader's language", async () => {
    renderApp("/", { search: () => answer(run(9)) }, ja);
    expect(await screen.findByText(/8秒でメンバー9名を表示/)).toBeVisible();
  });

  it("say that there may be more, and are loaded on only as asked once they are long", async () => {
    const { user, searches } = renderApp("/", {
      search: (parameters) => {
        const page = Number(parameters.get("cursor") ?? 0);
        return answer(run(100, page * 100), page < 11 ? String(page + 1) : null);
      },
    });
    expect(await screen.findByText("1,000 events in this burst so far")).toBeVisible();
    expect(screen.getByRole("button", { name: /viewed 1,000\+ members/ })).toBeVisible();
    expect(searches()).toHaveLength(10);
    await user.click(screen.getByRole("button", { name: "Load more" }));
    await user.click(await screen.findByRole("button", { name: "Load more" }));
    expect(await screen.findByRole("button", { name: /viewed 1,200 members in 20 min$/ })).toBeVisible();
  });
});

describe("odd names", () => {
  it.each([
    ["ten thousand characters", "x".repeat(10_000)],
    ["markup", "<img src=x onerror=alert(1)>"],
    ["right to left", "محمد بن سلمان"],
    ["emoji", "👩‍👩‍👧‍👦🏳️‍🌈"],
  ])("are shown as they are: %s", async (_, name) => {
    const user = { id: "", name, email: "" };
    renderApp("/", {
      search: () => ({ body: aScreen({ events: [anEvent({ user, target: { type: "", ...user } })] }) }),
    });
    const cells = await screen.findAllByText(name);
    expect(cells).toHaveLength(2);
    for (const cell of cells) {
      expect(cell).toHaveAttribute("dir", "auto");
      expect(cell.parentElement?.title.length).toBeLessThanOrEqual(401);
      expect(cell.querySelector("img")).toBeNull();
    }
  });
});
