import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { anEvent, aScreen, type Answer } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

const middle = anEvent({ id: "01KAJ3T5Q1W8Z0R7M2C9X4V6B5" });
const at = (id: string, time: string) =>
  anEvent({ id: `01KAJ3T5Q1W8Z0R7M2C9X4V6B${id}`, time: `2026-11-22T${time}Z` });
const same = at("4", "09:12:33.123");
const before = at("3", "09:12:30.123");
const dayBefore = at("2", "09:00:00.000");
const later = at("7", "09:14:38.123");
const latest = at("8", "10:12:33.123");

const around = (id: string, parameters: URLSearchParams): Answer => {
  if (id === dayBefore.id) return { body: { event: dayBefore, before: [at("1", "08:00:00.000")] } };
  if (id === later.id)
    return { body: { event: later, after: [latest], more_after: false, more_before: true } };
  if (parameters.has("q")) return { body: { event: middle } };
  return {
    body: {
      event: middle,
      before: [same, before, dayBefore],
      after: [later],
      more_before: true,
      more_after: true,
    },
  };
};
const answers = { event: () => ({ body: middle }), context: around };

const section = (name: string) => screen.findByRole("region", { name });
const lines = async () =>
  within(within(await section("Around this event")).getByRole("list", { name: "Around this event" }))
    .getAllByRole("button")
    .map((line) => line.textContent);

describe("around an event", () => {
  it("shows its neighbours, newest first as the list, with their distances and the event itself marked", async () => {
    renderApp(`/?event=${middle.id}`, answers);
    await within(await section("Around this event")).findByText("this event");
    const shown = await lines();
    expect(shown.map((line) => line.split(/\d\d:/)[0])).toEqual([
      "+2 min 5 s",
      "this event",
      "same ms",
      "−3 s",
      "−12 min 33 s",
    ]);
    expect(screen.getByText("this event").closest("button")).toHaveAttribute("aria-current", "true");
  });

  it("follows a list that is oldest first", async () => {
    renderApp(`/?sort=time&event=${middle.id}`, answers);
    await within(await section("Around this event")).findByText("this event");
    expect((await lines()).at(-1)).toContain("+2 min 5 s");
  });

  it("loads more on both sides, beginning where the known ones end", async () => {
    const { user } = renderApp(`/?event=${middle.id}`, answers);
    const there = await section("Around this event");
    await user.click(await within(there).findByRole("button", { name: "Load newer" }));
    expect(await within(there).findByText("+1 h")).toBeVisible();
    expect(within(there).getByText("Nothing newer")).toBeVisible();
    await user.click(within(there).getByRole("button", { name: "Load older" }));
    expect(await within(there).findByText("−1 h 12 min")).toBeVisible();
    expect(await lines()).toHaveLength(7);
  });

  it("goes to a neighbour, and keeps the kind of neighbours in the address", async () => {
    const { user, router } = renderApp(`/?event=${middle.id}`, answers);
    const there = await section("Around this event");
    await user.click(await within(there).findByRole("tab", { name: "Everyone" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(`?event=${middle.id}&scope=all`));
    await user.click(within(there).getByText("−3 s"));
    await waitFor(() => expect(router.state.location.searchStr).toBe(`?event=${before.id}&scope=all`));
  });

  it("keeps the question and the filters where one asks for it, and says so", async () => {
    const { user } = renderApp(`/?q=group&event=${middle.id}`, answers);
    const there = await section("Around this event");
    await within(there).findByText("−3 s");
    await user.click(within(there).getByRole("switch", { name: "Keep my filters" }));
    expect(await within(there).findByText("No others match the question and the filters.")).toBeVisible();
    await user.click(within(there).getByRole("switch", { name: "Keep my filters" }));
    expect(await within(there).findByText("−3 s")).toBeVisible();
  });

  it("has no filters to keep where none are set", async () => {
    renderApp(`/?event=${middle.id}`, answers);
    expect(await screen.findByRole("switch", { name: "No question and no filters are set" })).toBeDisabled();
  });

  it("says what went wrong and tries again", async () => {
    let broken = true;
    const { user } = renderApp(`/?event=${middle.id}`, {
      ...answers,
      context: (id, parameters) =>
        broken
          ? { body: { error: { code: "x", message: "Too slow." } }, status: 503 }
          : around(id, parameters),
    });
    const there = await section("Around this event");
    expect(await within(there).findByRole("alert")).toHaveTextContent("Too slow.");
    broken = false;
    await user.click(within(there).getByRole("button", { name: "Retry" }));
    expect(await within(there).findByText("−3 s")).toBeVisible();
  });

  it("turns pages in time where the list does not have the event", async () => {
    const { user, router } = renderApp(`/?event=${middle.id}`, answers);
    const next = await screen.findByRole("button", { name: "Next event" });
    await waitFor(() => expect(next).toBeEnabled());
    await user.click(next);
    await waitFor(() => expect(router.state.location.searchStr).toBe(`?event=${same.id}`));
  });
});

const numbers = (parameters: URLSearchParams): Answer => {
  if (parameters.get("limit") !== "1") return { body: aScreen() };
  if (parameters.get("include") === "events") return { body: { events: [dayBefore] } };
  return {
    body: aScreen({
      total: { value: 12, relation: "exact" },
      events: [latest],
      facets: {
        task: [
          { value: "edit_group", count: 9 },
          { value: "view_group", count: 3 },
        ],
        status: [{ value: "failure", count: 2 }],
        service_type: [],
      },
      histogram: {
        interval: "1h",
        buckets: Array.from({ length: 24 }, (_, hour) => ({
          start: `2026-11-22T${String(hour).padStart(2, "0")}:00:00+09:00`,
          count: hour === 18 ? 12 : 0,
          failures: hour === 18 ? 2 : 0,
        })),
      },
    }),
  };
};

describe("beside an event", () => {
  it("shows this person's day, and searches it by task or by hour", async () => {
    const { user, router, searches } = renderApp(`/?q=x&status=failure&event=${middle.id}`, {
      ...answers,
      search: numbers,
    });
    const day = await section("This person’s day");
    expect(await within(day).findByText("12 events, 2 failed")).toBeVisible();
    const asked = searches().find((parameters) => parameters.has("user"));
    expect(Object.fromEntries(asked ?? [])).toMatchObject({
      user: "minjun.kim@acme.example",
      from: "2026-11-22",
      to: "2026-11-22",
      tz: "Asia/Seoul",
      interval: "1h",
    });
    const hour = within(day).getByRole("button", { name: "18:00: 12 events, 2 failed" });
    hour.focus();
    await user.keyboard("{ArrowRight}");
    expect(within(day).getByRole("button", { name: "19:00: 0 events" })).toHaveFocus();
    await user.keyboard("{ArrowLeft}{Enter}");
    const person = "user=minjun.kim%40acme.example";
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe(
        `?from=2026-11-22T09%3A00%3A00.000Z&to=2026-11-22T10%3A00%3A00.000Z&${person}&event=${middle.id}`,
      ),
    );
    await user.click(within(day).getByRole("button", { name: "View group, 3 events" }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe(
        `?from=2026-11-22&to=2026-11-22&tz=Asia%2FSeoul&task=view_group&${person}&event=${middle.id}`,
      ),
    );
  });

  it("shows this target's history from first to last, and searches it", async () => {
    const { user, router } = renderApp(`/?from=now-7d&event=${middle.id}`, { ...answers, search: numbers });
    const history = await section("This target’s history");
    expect(await within(history).findByText("12 events, 2 failed")).toBeVisible();
    expect(await within(history).findByRole("button", { name: "22 Nov 2026, 18:00" })).toBeVisible();
    expect(within(history).getByRole("button", { name: "22 Nov 2026, 19:12" })).toBeVisible();
    await user.click(within(history).getByRole("button", { name: "Edit group, 9 events" }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe(
        `?task=edit_group&target=seoul-sales-12%40acme.example&event=${middle.id}`,
      ),
    );
  });

  it("has no history for an event without a target", async () => {
    const { target: _target, ...rest } = middle;
    renderApp(`/?event=${middle.id}&scope=target`, { ...answers, event: () => ({ body: rest }) });
    expect(await screen.findByText("This event has no target to look for.")).toBeVisible();
    expect(screen.queryByRole("region", { name: "This target’s history" })).toBeNull();
  });
});
