import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { anEvent, aScreen } from "../testing/answers";
import { renderApp } from "../testing/renderApp";

const total = (value: number) => ({ total: { value, relation: "exact" as const } });

describe("the Contacts screen", () => {
  it("asks what the address says and shows the answer", async () => {
    const { searches } = renderApp("/?q=edit+group&from=now-7d&status=success");
    const grid = await screen.findByRole("grid", { name: "Events" });
    const row = await within(grid).findByRole("row", { name: /Kim Minjun/ });
    for (const text of ["18:12:33", "Edit group", "Seoul Sales 12", "Success", "PC Web"]) {
      expect(row).toHaveTextContent(text);
    }
    expect(within(grid).getByText("Sunday, 22 November 2026")).toBeVisible();
    expect(screen.getByText("1 event")).toBeVisible();
    const [asked] = searches();
    expect(asked?.get("q")).toBe("edit group");
    expect(asked?.get("from")).toBe("now-7d");
    expect(asked?.getAll("status")).toEqual(["success"]);
    expect(asked?.get("tz")).toBe("Asia/Seoul");
  });

  it("searches, narrows by a facet, and takes both back by their chips", async () => {
    const { user, router } = renderApp("/", {
      search: (parameters) => {
        const q = parameters.get("q") ?? "";
        const chips = q === "" ? [] : [{ field: "user", op: "matches", value: "kim", text: "by kim" }];
        return { body: aScreen({ interpretation: { chips, notes: [], note_codes: [], terms: [] } }) };
      },
    });
    await user.type(await screen.findByRole("combobox", { name: "Search the audit log" }), "by kim{Enter}");
    await user.click(await screen.findByRole("checkbox", { name: "Edit group, 1 event" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=by+kim&task=edit_group"));
    await user.click(await screen.findByRole("button", { name: "Remove User: kim" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?task=edit_group"));
    await user.click(screen.getByRole("button", { name: "Remove Task: Edit group" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(""));
  });

  it("keeps the old rows while the next answer is on its way", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const after = new Promise((resolve) => (answer = resolve));
    const other = { id: "second", user: { id: "", name: "Lee Jiho", email: "" } };
    const { user, router } = renderApp("/?q=kim", {
      search: (parameters) =>
        parameters.get("q") === "kim"
          ? { body: aScreen() }
          : { body: aScreen({ events: [anEvent(other)] }), after },
    });
    await screen.findByRole("row", { name: /Kim Minjun/ });
    await user.click(screen.getByRole("button", { name: "Clear the question" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(""));
    expect(screen.getByRole("row", { name: /Kim Minjun/ })).toBeVisible();
    answer(undefined);
    expect(await screen.findByRole("row", { name: /Lee Jiho/ })).toBeVisible();
    expect(screen.queryByRole("row", { name: /Kim Minjun/ })).toBeNull();
  });

  it("says what to try when nothing matches", async () => {
    const { user, router } = renderApp("/?q=zzz&from=now-7d&task=edit_group", {
      search: () => ({ body: aScreen({ ...total(0), events: [] }) }),
    });
    expect(await screen.findByRole("heading", { name: "No events match" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Search everything that is kept" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=zzz&task=edit_group"));
    await user.click(screen.getByRole("button", { name: "Clear the filters" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=zzz"));
  });

  it("explains an empty store", async () => {
    renderApp("/", { search: () => ({ body: aScreen({ ...total(0), events: [] }) }) });
    expect(await screen.findByRole("heading", { name: "There are no events yet" })).toBeVisible();
  });

  it("says the server's own sentence and tries again", async () => {
    let broken = true;
    const { user } = renderApp("/", {
      search: () =>
        broken
          ? { body: { error: { code: "timeout", message: "The search took too long." } }, status: 503 }
          : { body: aScreen() },
    });
    expect(await screen.findByRole("alert")).toHaveTextContent("The search took too long.");
    broken = false;
    await user.click(screen.getByRole("button", { name: "Retry" }));
    expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("names the days that could not be read, and calls its numbers lower bounds", async () => {
    renderApp("/", {
      search: () => ({
        body: aScreen({ total: { value: 7, relation: "at_least" }, missing_days: ["2026-11-20"] }),
      }),
    });
    expect(await screen.findByText("At least 7 events")).toBeVisible();
    expect(screen.getByText(/lower bounds: 2026-11-20/)).toBeVisible();
  });

  it("opens with a broken link and says what it ignored", async () => {
    const { user, searches } = renderApp("/?q=kim&from=tuesday&colour=red");
    expect(await screen.findByText(/from=tuesday, colour=red/)).toBeVisible();
    await waitFor(() => expect(searches()[0]?.has("from")).toBe(false));
    expect(searches()[0]?.get("q")).toBe("kim");
    await user.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByText(/from=tuesday/)).toBeNull();
  });

  it("opens an event by keyboard, shows all of it, and finds its neighbours", async () => {
    const { user, router } = renderApp("/?q=group", { event: () => ({ body: anEvent() }) });
    await screen.findByRole("row", { name: /Kim Minjun/ });
    await user.keyboard("j{Enter}");
    const detail = await screen.findByRole("complementary", { name: "Event" });
    for (const text of [
      "01KAJ3T5Q1W8Z0R7M2C9X4V6BN",
      "minjun.kim@acme.example",
      "m000123",
      "2026-11-22T09:12:33.123Z",
    ]) {
      expect((await within(detail).findAllByText(text, { exact: false }))[0]).toBeInTheDocument();
    }
    expect(router.state.location.searchStr).toBe("?q=group&event=01KAJ3T5Q1W8Z0R7M2C9X4V6BN");
    await user.click(within(detail).getByRole("button", { name: "All events of this user" }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe(
        "?user=minjun.kim%40acme.example&event=01KAJ3T5Q1W8Z0R7M2C9X4V6BN",
      ),
    );
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("complementary", { name: "Event" })).toBeNull());
  });

  it("says that a linked event is not here", async () => {
    renderApp("/?event=01KAJ3T5Q1W8Z0R7M2C9X4V6BZ");
    expect(await screen.findByText(/This event is not here/)).toBeVisible();
  });

  it("zooms into the histogram by keyboard", async () => {
    const { user, router } = renderApp("/");
    const chart = await screen.findByRole("slider", { name: /Events over time/ });
    chart.focus();
    await user.keyboard("{ArrowRight}");
    expect(chart).toHaveAttribute("aria-valuetext", "22 Nov: 1 event");
    await user.keyboard("{Shift>}{ArrowLeft}{/Shift}{Enter}");
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe(
        "?from=2026-11-20T15%3A00%3A00Z&to=2026-11-22T15%3A00%3A00Z",
      ),
    );
  });

  it("shows the histogram as a table", async () => {
    const { user } = renderApp("/");
    await user.click(await screen.findByRole("button", { name: "Show as a table" }));
    const table = screen.getByRole("table");
    expect(within(table).getByRole("row", { name: "22 Nov 1 0" })).toBeVisible();
  });

  it("loads further pages by their cursor", async () => {
    const { searches } = renderApp("/", {
      search: (parameters) =>
        parameters.get("cursor") === "next"
          ? {
              body: {
                events: [anEvent({ id: "second", user: { id: "", name: "Lee Jiho", email: "" } })],
                cursor: null,
              },
            }
          : { body: aScreen({ ...total(2), cursor: "next" }) },
    });
    expect(await screen.findByRole("row", { name: /Lee Jiho/ })).toBeVisible();
    expect(searches().map((parameters) => parameters.get("cursor"))).toEqual([null, "next"]);
    expect(screen.getByText("All 2 events shown")).toBeVisible();
  });
});
