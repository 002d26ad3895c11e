import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { aScreen } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";
import { timeFormat } from "../../time/format";
import { bucketName, tickName } from "./labels";

const days = Array.from({ length: 10 }, (_, at) => ({
  start: `2026-11-${String(at + 11)}T00:00:00+09:00`,
  count: at * 3,
  failures: at,
}));
const histogram = { interval: "1d", buckets: days };

/** The page with ten days drawn, over a width of a hundred. */
async function open(address = "/") {
  const app = renderApp(address, { search: () => ({ body: aScreen({ histogram }) }) });
  const chart = await screen.findByRole("slider");
  chart.getBoundingClientRect = () => new DOMRect(0, 0, 100, 100);
  const point = (kind: "Down" | "Move" | "Up", clientX: number, pointerType = "mouse") =>
    fireEvent[`pointer${kind}`](chart, { clientX, pointerType, button: 0, pointerId: 1 });
  const address_ = () => app.router.state.location.searchStr;
  return { ...app, chart, point, address: address_ };
}

const zoomed = "?from=2026-11-12T15%3A00%3A00Z&to=2026-11-15T15%3A00%3A00Z"; // the third to fifth day

describe("by mouse", () => {
  it("a drag zooms, and Esc goes back out of one zoom after the other", async () => {
    const { user, point, address } = await open("/?from=now-30d&interval=1d");
    point("Down", 25);
    point("Move", 45);
    expect(screen.getByText("13 – 15 Nov 2026: 27 events, 9 failed")).toBeVisible();
    point("Up", 45);
    await waitFor(() => expect(address()).toBe(zoomed));

    point("Down", 35);
    point("Up", 35);
    await waitFor(() => expect(address()).toBe("?from=2026-11-13T15%3A00%3A00Z&to=2026-11-14T15%3A00%3A00Z"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(address()).toBe(zoomed));
    await user.click(screen.getByRole("button", { name: "Zoom out to Last 30 days" }));
    await waitFor(() => expect(address()).toBe("?from=now-30d&interval=1d"));
    expect(screen.queryByRole("button", { name: /Zoom out/ })).toBeNull();
  });

  it("a period chosen otherwise ends the way back", async () => {
    const { user, router, point, address } = await open("/?from=now-30d");
    point("Down", 25);
    point("Move", 45);
    point("Up", 45);
    await waitFor(() => expect(address()).toBe(zoomed));
    router.history.back();
    await waitFor(() => expect(address()).toBe("?from=now-30d"));
    await user.keyboard("{Escape}");
    expect(address()).toBe("?from=now-30d");
    expect(screen.queryByRole("button", { name: /Zoom out/ })).toBeNull();
  });

  it("pointing tells the numbers and draws no bar anew", async () => {
    const { chart, point } = await open();
    const picture = chart.querySelector("svg");
    if (!picture) throw new Error("no picture");
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    observer.observe(picture, { subtree: true, childList: true, attributes: true, characterData: true });
    point("Move", 95);
    expect(screen.getByText("20 Nov: 27 events, 9 failed")).toBeVisible();
    point("Move", 15);
    expect(screen.getByText("12 Nov: 3 events, 1 failed")).toBeVisible();
    changes.push(...observer.takeRecords());
    expect(changes).toEqual([]);
  });
});

describe("by finger", () => {
  it("a first tap tells, a second one zooms", async () => {
    const { point, address } = await open();
    point("Down", 95, "touch");
    point("Move", 97, "touch");
    point("Up", 97, "touch");
    expect(screen.getByText("20 Nov: 27 events, 9 failed")).toBeVisible();
    expect(screen.getByRole("button", { name: "Zoom in" })).toBeVisible();
    expect(address()).toBe("");
    point("Down", 95, "touch");
    point("Up", 95, "touch");
    await waitFor(() => expect(address()).toMatch(/^\?from=2026-11-19T15/));
  });

  it("a drag zooms, and one that the browser takes for scrolling does not", async () => {
    const { chart, point, address } = await open();
    point("Down", 25, "touch");
    point("Move", 28, "touch");
    fireEvent.pointerCancel(chart, { pointerId: 1 });
    point("Move", 60, "touch");
    point("Up", 60, "touch");
    expect(address()).toBe("");
    point("Down", 25, "touch");
    point("Move", 45, "touch");
    point("Up", 45, "touch");
    await waitFor(() => expect(address()).toBe(zoomed));
  });
});

describe("by keyboard", () => {
  it("Esc clears what is selected before it goes back out", async () => {
    const { user, chart, address } = await open("/?from=now-30d");
    chart.focus();
    await user.keyboard("{End}{Shift>}{ArrowLeft}{/Shift}");
    expect(chart).toHaveAttribute(
      "aria-valuetext",
      "19 – 20 Nov 2026 selected: 51 events, 17 failed. Enter zooms in.",
    );
    await user.keyboard("{Enter}");
    await waitFor(() => expect(address()).toMatch(/^\?from=2026-11-18/));
    expect(chart).toHaveFocus();
    await user.keyboard("{Home}{Escape}");
    expect(address()).toMatch(/^\?from=2026-11-18/);
    expect(screen.queryByRole("button", { name: "Zoom in" })).toBeNull();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(address()).toBe("?from=now-30d"));
  });

  it("a zoom into all that is drawn is undone by Esc too, and the chart keeps the focus", async () => {
    const { user, chart, address } = await open();
    chart.focus();
    await user.keyboard("{Home}{Shift>}{End}{/Shift}{Enter}");
    await waitFor(() => expect(address()).toMatch(/^\?from=2026-11-10T15.*to=2026-11-20T15/));
    // The same days are drawn again, and none of them is selected any longer.
    expect(chart).toHaveAttribute("aria-valuetext", "20 Nov: 27 events, 9 failed");
    expect(chart).toHaveFocus();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(address()).toBe(""));
    expect(chart).toHaveFocus();
  });

  it("the buttons that zoom in and out leave the focus on the chart", async () => {
    const { user, chart, address } = await open("/?from=now-30d");
    chart.focus();
    await user.keyboard("{End}");
    screen.getByRole("button", { name: "Zoom in" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(address()).toMatch(/^\?from=2026-11-19T15/));
    expect(chart).toHaveFocus();
    (await screen.findByRole("button", { name: /^Zoom out/ })).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(address()).toBe("?from=now-30d"));
    expect(chart).toHaveFocus();
  });
});

describe("the interval", () => {
  it("is chosen, kept in the address, and told to the server", async () => {
    const { user, searches, address } = await open("/?from=now-30d");
    const choice = screen.getByRole("combobox", { name: "A bar stands for" });
    expect(choice).toHaveDisplayValue("per day (auto)");
    expect(screen.getByRole("option", { name: "per minute" })).toBeDisabled();
    await user.selectOptions(choice, "per 6 hours");
    await waitFor(() => expect(address()).toBe("?from=now-30d&interval=6h"));
    await waitFor(() => expect(searches().at(-1)?.get("interval")).toBe("6h"));
  });

  it("that is too fine for another period is given up", async () => {
    const { user, address } = await open("/?from=now-1h&interval=1m");
    await user.click(screen.getByRole("button", { name: /^Period/ }));
    await user.click(await screen.findByRole("button", { name: "Last 30 days" }));
    await waitFor(() => expect(address()).toBe("?from=now-30d"));
  });
});

it("says each of New York's two one o'clocks with its offset", () => {
  const newYork = timeFormat("en-GB", "America/New_York");
  const starts = ["2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00", "2026-11-02T01:00:00-05:00"];
  const hours = { interval: "1h", buckets: starts.map((start) => ({ start, count: 1, failures: 0 })) };
  const name = (at: number) => bucketName(hours, at, "America/New_York", newYork, en);
  expect(name(0)).toBe("1 Nov, 01:00 GMT-4 – 01:00 GMT-5");
  expect(name(1)).toMatch(/^1 Nov, 01:00 GMT-5/);
  expect(name(2)).toBe("2 Nov, 01:00 – 02:00");
});

it("labels the day where one begins, else the time", () => {
  const seoul = timeFormat("en-GB", "Asia/Seoul");
  const starts = ["2026-11-21T22:00:00+09:00", "2026-11-21T23:00:00+09:00", "2026-11-22T00:00:00+09:00"];
  const hours = { interval: "1h", buckets: starts.map((start) => ({ start, count: 1, failures: 0 })) };
  expect(tickName(hours, 0, undefined, seoul)).toBe("21 Nov 22:00");
  expect(tickName(hours, 1, 0, seoul)).toBe("23:00");
  expect(tickName(hours, 2, 1, seoul)).toBe("22 Nov");
});
