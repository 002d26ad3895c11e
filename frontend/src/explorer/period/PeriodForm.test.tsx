import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T01:30:00Z"), toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

async function openPeriod(address: string) {
  const app = renderApp(address);
  await app.user.click(await screen.findByRole("button", { name: /^Period/ }));
  const line = await screen.findByRole("textbox", { name: "Type a period" });
  return { ...app, line };
}

describe("the typed period", () => {
  it("shows what it understood while one types, and applies it by Enter", async () => {
    const { user, router, line, searches } = await openPeriod("/?q=kim");
    await user.type(line, "last week");
    expect(screen.getByText(/Last week: Mon, 16 Nov – Sun, 22 Nov 2026/)).toBeVisible();
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe("?q=kim&from=last-week&to=last-week&tz=Asia%2FSeoul"),
    );
    expect(screen.queryByRole("textbox", { name: "Type a period" })).toBeNull();
    await waitFor(() => expect(searches().at(-1)?.get("from")).toBe("2026-11-16"));
    expect(searches().at(-1)?.get("to")).toBe("2026-11-22");
  });

  it("says what it did not understand, but not before one is done", async () => {
    const { user, router, line } = await openPeriod("/");
    await user.type(line, "11/1 - 11/31");
    expect(screen.queryByText(/no such day/)).toBeNull();
    await user.keyboard("{Enter}");
    expect(screen.getByText("There is no such day: 11/31.")).toBeVisible();
    expect(line).toBeInvalid();
    expect(router.state.location.searchStr).toBe("");
    await user.type(line, "{Backspace}0");
    expect(screen.queryByText(/no such day/)).toBeNull();
  });

  it("says of a period outside the log that it is outside", async () => {
    const { user, line } = await openPeriod("/");
    await user.type(line, "2025-01-01");
    expect(screen.getByText(/Logs are kept for 180 days/)).toBeVisible();
    await user.clear(line);
    await user.type(line, "2027-01-01");
    expect(screen.getByText(/lies in the future/)).toBeVisible();
  });
});

describe("the zone", () => {
  it("that is chosen is kept as one's own, and stands in the address", async () => {
    const { user, router } = await openPeriod("/?q=kim");
    const box = screen.getByRole("combobox", { name: "Time zone" });
    await user.clear(box);
    await user.type(box, "New_York");
    await user.click(await screen.findByRole("option", { name: /America\/New_York/ }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=kim&tz=America%2FNew_York"));
    expect(localStorage.getItem("whodid.zone")).toBe("America/New_York");
    expect(screen.queryByText(/as sent/)).toBeNull();
  });

  it("that was kept is one's own where the address names none", async () => {
    localStorage.setItem("whodid.zone", "America/New_York");
    const { searches } = renderApp("/");
    expect(await screen.findByRole("row", { name: /04:12:33/ })).toBeVisible();
    expect(searches()[0]?.get("tz")).toBe("America/New_York");
  });

  it("of a link is not overruled; its days are the sender's in any zone", async () => {
    localStorage.setItem("whodid.zone", "Europe/Berlin");
    const { user, router, searches } = renderApp("/?from=2026-11-20&to=2026-11-22&tz=Asia%2FSeoul");
    expect(await screen.findByText("Times are in Asia/Seoul, as sent.")).toBeVisible();
    expect(searches()[0]?.get("tz")).toBe("Asia/Seoul");
    await user.click(screen.getByRole("button", { name: "Show in Europe/Berlin" }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe(
        "?from=2026-11-19T15%3A00%3A00Z&to=2026-11-22T15%3A00%3A00Z&tz=Europe%2FBerlin",
      ),
    );
    expect(screen.queryByText(/as sent/)).toBeNull();
  });

  it("of a link can be kept", async () => {
    localStorage.setItem("whodid.zone", "Europe/Berlin");
    const { user, router } = renderApp("/?tz=Asia%2FSeoul");
    await screen.findByText("Times are in Asia/Seoul, as sent.");
    await user.click(screen.getByRole("button", { name: "Keep" }));
    expect(screen.queryByText(/as sent/)).toBeNull();
    expect(router.state.location.searchStr).toBe("?tz=Asia%2FSeoul");
  });

  it("is not spoken of under another of its names", async () => {
    localStorage.setItem("whodid.zone", "Asia/Kolkata");
    renderApp("/?tz=Asia%2FCalcutta");
    await screen.findByRole("row", { name: /Kim Minjun/ });
    expect(screen.queryByText(/as sent/)).toBeNull();
  });
});
