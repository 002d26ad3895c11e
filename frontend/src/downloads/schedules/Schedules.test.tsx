import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Schedule } from "../../api/schema";
import { aReadyDownload, aSchedule, aScreen, aView, type Answer, type Call } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

/** A server that keeps schedules; `refuse` may say no instead. */
function keeping(first: Schedule[], refuse: (call: Call) => Answer | null = () => null) {
  const kept = { list: first };
  const schedules = (call: Call): Answer => {
    const refused = refuse(call);
    if (refused) return refused;
    const [, , , , id, run] = call.url.split("/");
    const body = call.body === "" ? {} : (JSON.parse(call.body) as Partial<Schedule>);
    if (run) return { body: aReadyDownload({ id: "RUN", file: "run.csv" }), status: 202 };
    if (call.method === "POST") {
      const made = aSchedule({ ...body, id: "MADE", last_run: null });
      kept.list = [made, ...kept.list];
      return { body: made, status: 201 };
    }
    if (call.method === "PATCH") {
      kept.list = kept.list.map((one) => (one.id === id ? { ...one, ...body } : one));
      return { body: kept.list.find((one) => one.id === id) };
    }
    if (call.method === "DELETE") {
      kept.list = kept.list.filter((one) => one.id !== id);
      return { body: null, status: 204 };
    }
    return { body: { schedules: kept.list } };
  };
  return { kept, schedules };
}

const item = (name: string) => screen.findByRole("article", { name });
const sent = (calls: Call[]) => JSON.parse(calls.at(-1)?.body ?? "null") as unknown;

describe("scheduled downloads", () => {
  it("say when they run, of which time, what they ask, and how it went last", async () => {
    const { schedules } = keeping([
      aSchedule({ owner: "lee", filters: { status: ["failure"] } }),
      aSchedule({
        id: "MONTHLY",
        name: "Monthly",
        every: "month",
        on: 28,
        period: "asked",
        from: "now-30d",
        paused: true,
        next_run: null,
        last_run: null,
        last_error: { at: "2026-11-23T10:00:00.000Z", code: "no_room", message: "There is no room." },
      }),
    ]);
    renderApp("/log-download", {
      schedules,
      exports: () => ({ body: { exports: [aReadyDownload({ id: "LAST", file: "last.csv" })] } }),
    });
    const weekly = await item("Failures, weekly");
    for (const text of [
      "lee",
      "Each Monday at 06:00 · the week before, Monday to Sunday · Asia/Seoul",
      "Status: Failure",
      "Next: 30 Nov 2026, 06:00",
      "Last: 23 Nov 2026, 06:00",
    ])
      expect(weekly).toHaveTextContent(text);
    const link = await within(weekly).findByRole("link", { name: "Ready, 1,371 rows" });
    expect(link).toHaveAttribute("href", "/log-download#LAST");
    const monthly = await item("Monthly");
    for (const text of [
      "On day 28 of each month at 06:00 · Last 30 days",
      "Paused",
      "Has not run yet",
      "23 Nov 2026, 19:00: There is no room.",
    ])
      expect(monthly).toHaveTextContent(text);
  });

  it("pause, run now, and are deleted when one means it", async () => {
    let no: Answer | null = null;
    const { schedules, kept } = keeping([aSchedule()], ({ method }) => (method === "GET" ? null : no));
    const { user, changes, router } = renderApp("/log-download", { schedules });
    const weekly = await item("Failures, weekly");
    await user.click(within(weekly).getByRole("button", { name: /^Pause/ }));
    expect(await within(weekly).findByRole("button", { name: /^Resume/ })).toBeVisible();
    expect(sent(changes())).toEqual({ paused: true });

    no = {
      body: { error: { code: "still_open", message: "The former one is still written." } },
      status: 409,
    };
    await user.click(within(weekly).getByRole("button", { name: /^Run now/ }));
    expect(await within(weekly).findByText("The former one is still written.")).toBeVisible();
    no = null;
    await user.click(within(weekly).getByRole("button", { name: /^Run now/ }));
    await waitFor(() => expect(router.state.location.hash).toBe("RUN"));

    await user.click(within(weekly).getByRole("button", { name: /^Delete/ }));
    await user.click(within(weekly).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(weekly).not.toBeInTheDocument());
    expect(screen.getByRole("heading", { name: "Scheduled" })).toHaveFocus();
    expect(kept.list).toEqual([]);
  });

  it("are made of a saved view, and changed", async () => {
    const { schedules } = keeping([]);
    const { user, changes } = renderApp("/log-download", {
      schedules,
      views: () => ({
        body: {
          views: [
            aView({ id: "day", name: "Today", address: "?from=today&to=today" }),
            aView({ id: "scim", name: "SCIM", address: "?q=group&from=now-7d&tz=UTC&service_type=scim" }),
          ],
        },
      }),
    });
    await user.click(await screen.findByRole("button", { name: "New schedule" }));
    const form = await screen.findByRole("form", { name: "Schedule a download" });
    // A day that has a name is no period for a schedule: it would be that of the day on which it was made.
    expect(within(form).queryByRole("radio", { name: /^As the search says/ })).toBeNull();
    await user.selectOptions(within(form).getByLabelText("Search"), "SCIM");
    expect(within(form).getByLabelText("Name")).toHaveValue("SCIM");
    expect(within(form).getByLabelText("Time zone")).toHaveValue("UTC");
    await user.clear(within(form).getByLabelText("Name"));
    await user.click(within(form).getByRole("button", { name: "Schedule" }));
    expect(within(form).getByText("Give the schedule a name.")).toBeVisible();
    await user.type(within(form).getByLabelText("Name"), "SCIM, monthly");
    await user.selectOptions(within(form).getByLabelText("How often"), "month");
    await user.selectOptions(within(form).getByLabelText("On"), "Day 15");
    await user.click(within(form).getByRole("radio", { name: "As the search says: Last 7 days" }));
    await user.selectOptions(within(form).getByLabelText("Packing"), "zip");
    await user.click(within(form).getByRole("button", { name: "Schedule" }));
    const made = await item("SCIM, monthly");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(changes())).toEqual({
      name: "SCIM, monthly",
      every: "month",
      on: 15,
      at: "06:00",
      tz: "UTC",
      period: "asked",
      view: "scim",
      paused: false,
      q: "group",
      from: "now-7d",
      to: "",
      sort: "-time",
      filters: { service_type: ["scim"] },
      format: "csv",
      compression: "zip",
      split: "none",
      language: "en",
      file_tz: "UTC",
      spreadsheet_safe: true,
      partial: false,
    });

    await user.click(within(made).getByRole("button", { name: /^Edit/ }));
    const edit = await screen.findByRole("form", { name: "Edit schedule" });
    expect(within(edit).getByLabelText("Search")).toHaveDisplayValue("As before");
    expect(within(edit).getByLabelText("On")).toHaveDisplayValue("Day 15");
    await user.click(within(edit).getByRole("radio", { name: /^What is new since the last file/ }));
    await user.click(within(edit).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(made).toHaveTextContent("what is new since the last file"));
    expect(sent(changes())).toMatchObject({
      period: "since_last",
      from: "",
      q: "group",
      view: "scim",
      on: 15,
    });
  });

  it("are made of what the screen shows, from the dialog of Download", async () => {
    const { schedules } = keeping([]);
    const { user, changes, router } = renderApp("/?q=kim&status=failure", {
      schedules,
      search: () => ({ body: aScreen() }),
    });
    await user.click(await screen.findByRole("button", { name: "Download" }));
    await user.click(await screen.findByRole("button", { name: "Schedule…" }));
    const form = await screen.findByRole("form", { name: "Schedule a download" });
    await user.type(within(form).getByLabelText("Name"), "Kim");
    await user.click(within(form).getByRole("button", { name: "Schedule" }));
    await item("Kim");
    expect(router.state.location.pathname).toBe("/log-download");
    expect(sent(changes())).toMatchObject({
      q: "kim",
      filters: { status: ["failure"] },
      period: "previous",
      view: "",
    });
  });

  it("can't be made where there is no search to make them of", async () => {
    const { user } = renderApp("/log-download");
    await user.click(await screen.findByRole("button", { name: "New schedule" }));
    expect(await screen.findByText(/^Save a search as a view in Contacts/)).toBeVisible();
  });
});
