import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { defaults } from "../../state/search-state";
import { anEvent, aScreen } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

const ids = [
  "01KAJ3T5Q1W8Z0R7M2C9X4V6B1",
  "01KAJ3T5Q1W8Z0R7M2C9X4V6B2",
  "01KAJ3T5Q1W8Z0R7M2C9X4V6B3",
] as const;
const [first, second, third] = ids;
const named = (id: string, name: string) =>
  anEvent({ id, user: { id: "", name, email: `${name.toLowerCase()}@acme.example` } });
const list = [named(first, "Ann"), named(second, "Bea"), named(third, "Cho")];
const events = { event: (id: string) => ({ body: list.find((event) => event.id === id) }) };
const threeRows = { search: () => ({ body: aScreen({ events: list }) }), ...events };

const panel = () => screen.findByRole("complementary", { name: "Event" });
const field = async (name: string) => {
  const term = await within(await panel()).findByText(name, { selector: "dt" });
  return term.nextElementSibling;
};

describe("an open event", () => {
  it("shows every field, those that nobody told it of, and the event as it was written", async () => {
    const stored = {
      ...anEvent(),
      user: { ...anEvent().user, department: "HR" },
      origin: { ip: "10.0.0.1" },
      target: { type: "group", name: "<img src=x onerror=alert(1)>" },
    };
    renderApp(`/?event=${stored.id}`, { event: () => ({ body: stored }) });
    expect(await field("User ID")).toHaveTextContent("m000123");
    expect(await field("user.department")).toHaveTextContent("HR");
    expect(await field("origin.ip")).toHaveTextContent("10.0.0.1");
    expect(await field("Target")).toHaveTextContent("<img src=x onerror=alert(1)>");
    expect(document.querySelector("img")).toBeNull();
    const raw = within(await panel()).getByLabelText("Raw JSON");
    expect(JSON.parse(raw.textContent)).toEqual(stored);
  });

  it("says when the event expires, and the last day on which it is kept", async () => {
    vi.setSystemTime("2026-11-23T10:00:00Z");
    renderApp(`/?event=${anEvent().id}`, { event: () => ({ body: anEvent() }) });
    expect(await screen.findByText("Expires in 179 days")).toBeVisible();
    expect(screen.getByText("Kept until Friday, 21 May 2027 (UTC)")).toBeVisible();
    vi.useRealTimers();
  });

  it("opens from its link though the list does not have it, and copies such a link, with zone and columns", async () => {
    const far = named("01KAJ3T5Q1W8Z0R7M2C9X4V6B9", "Far");
    const { user } = renderApp(`/?q=x&cols=date%2Cuser&event=${far.id}`, {
      search: () => ({ body: aScreen({ events: list }) }),
      event: () => ({ body: far }),
    });
    const there = await panel();
    expect(await field("User")).toHaveTextContent("far@acme.example");
    await user.click(within(there).getByRole("button", { name: "Copy link" }));
    expect(await navigator.clipboard.readText()).toBe(
      `${window.location.origin}/?tz=Asia%2FSeoul&cols=date%2Cuser&event=${far.id}`,
    );
  });

  it("filters by a value, leaves it out, and lets it in again", async () => {
    const { user, router } = renderApp(`/?q=group&event=${anEvent().id}`, {
      event: () => ({ body: anEvent() }),
    });
    const press = async (name: string) => user.click(within(await panel()).getByRole("button", { name }));
    const address = (want: string) =>
      waitFor(() => expect(router.state.location.searchStr).toBe(`${want}&event=${anEvent().id}`));
    await within(await panel()).findByText("m000123");
    await press("Only User minjun.kim@acme.example");
    await address("?q=group&user=minjun.kim%40acme.example");
    await press("Without User minjun.kim@acme.example");
    await address("?q=group&not_user=minjun.kim%40acme.example");
    await press("Without Task Edit group");
    await address("?q=group&not_task=edit_group&not_user=minjun.kim%40acme.example");
    await press("Without Task Edit group");
    await address("?q=group&not_user=minjun.kim%40acme.example");
    await press("Only Sunday, 22 November 2026");
    await address(
      "?q=group&from=2026-11-22&to=2026-11-22&tz=Asia%2FSeoul&not_user=minjun.kim%40acme.example",
    );
  });

  it("turns to the events above and below, and gives the focus back to the row", async () => {
    const { user, router } = renderApp(`/?event=${second}`, threeRows);
    const there = await panel();
    await user.click(await within(there).findByRole("button", { name: "Next event" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(`?event=${third}`));
    expect(await field("User")).toHaveTextContent("cho@acme.example");
    expect(within(there).getByRole("button", { name: "Next event" })).toBeDisabled();
    await user.click(within(there).getByRole("button", { name: "Previous event" }));
    await user.click(within(there).getByRole("button", { name: "Previous event" }));
    expect(await field("User")).toHaveTextContent("ann@acme.example");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("complementary", { name: "Event" })).toBeNull());
    await waitFor(() => expect(screen.getByRole("row", { name: /Ann/ })).toHaveFocus());
  });

  it("never goes blank while the next event is on its way, whether the list has it or not", async () => {
    const never = new Promise(() => undefined);
    const { router } = renderApp(`/?event=${first}`, {
      search: () => ({ body: aScreen({ events: list.slice(0, 2) }) }),
      event: (id) => ({ body: list[0], ...(id === first ? {} : { after: never }) }),
    });
    expect(await field("User")).toHaveTextContent("ann@acme.example");
    await router.navigate({ to: "/", search: { ...defaults, event: second } });
    expect(await field("User")).toHaveTextContent("bea@acme.example");
    await router.navigate({ to: "/", search: { ...defaults, event: third } });
    await waitFor(async () => expect((await panel()).querySelector("[aria-busy=true]")).not.toBeNull());
    expect(await field("User")).toHaveTextContent("bea@acme.example");
  });

  it("says what went wrong and keeps what the list knows", async () => {
    let broken = true;
    const { user } = renderApp(`/?event=${first}`, {
      ...threeRows,
      event: () =>
        broken
          ? {
              body: { error: { code: "unavailable", message: "Day 2026-11-22 can't be read." } },
              status: 503,
            }
          : { body: list[0] },
    });
    const alert = await within(await panel()).findByText("Day 2026-11-22 can't be read.");
    expect(await field("User")).toHaveTextContent("ann@acme.example");
    broken = false;
    await user.click(within(await panel()).getByRole("button", { name: "Retry" }));
    await waitFor(() => expect(alert).not.toBeInTheDocument());
  });

  it("takes an answer that is no event for what it is", async () => {
    renderApp(`/?event=${third}`, { event: () => ({ body: "<html>hello</html>" }) });
    expect(await within(await panel()).findByRole("alert")).toHaveTextContent("not understood");
  });

  it("cuts an endless name until it is asked for", async () => {
    const name = "長い".repeat(5000);
    const { user } = renderApp(`/?event=${first}`, {
      event: () => ({ body: anEvent({ id: first, user: { id: "", name, email: "" } }) }),
    });
    const show = await within(await panel()).findByRole("button", { name: "Show all (10,000 characters)" });
    expect((await field("User"))?.textContent.length).toBeLessThan(700);
    await user.click(show);
    expect(await field("User")).toHaveTextContent(name);
  });

  it("is made wider and narrower by keyboard, within bounds, and stays so", async () => {
    const { user } = renderApp(`/?event=${first}`, threeRows);
    const edge = await screen.findByRole("separator", { name: "Width of the event panel" });
    expect(edge).toHaveAttribute("aria-valuenow", "420");
    edge.focus();
    await user.keyboard("{ArrowLeft}");
    expect(edge).toHaveAttribute("aria-valuenow", "444");
    expect(await panel()).toHaveStyle({ width: "444px" });
    await user.keyboard("{Home}{ArrowRight}");
    expect(edge).toHaveAttribute("aria-valuenow", "320");
    await user.keyboard("{End}");
    expect(edge).toHaveAttribute("aria-valuenow", edge.getAttribute("aria-valuemax"));
    expect(localStorage.getItem("whodid.detailWidth")).toBe(edge.getAttribute("aria-valuemax"));
    localStorage.clear();
  });
});
