import { act, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { anEvent, aScreen } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

const print = (moment: "beforeprint" | "afterprint") => {
  act(() => {
    window.dispatchEvent(new Event(moment));
  });
};

it("prints what was asked and the rows that are loaded, all of them, and is gone when printed", async () => {
  const rows = Array.from({ length: 80 }, (_, at) => anEvent({ id: `event ${at}`, seq: at }));
  renderApp("/?q=kim&from=now-7d&status=failure", {
    search: () => ({
      body: aScreen({
        events: rows,
        total: { value: 1371, relation: "at_least" },
        missing_days: ["2026-11-20"],
      }),
    }),
  });
  await screen.findByText("At least 1,371 events");
  expect(screen.queryByRole("table")).toBeNull();
  print("beforeprint");
  const table = screen.getByRole("table");
  expect(within(table).getAllByRole("row")).toHaveLength(81);
  const first = within(table).getAllByRole("row")[1];
  for (const text of [
    "2026-11-22 18:12:33.123",
    "Kim Minjun (minjun.kim@acme.example)",
    "Edit group",
    "Seoul Sales 12 (seoul-sales-12@acme.example)",
    "Success",
    "PC Web",
  ]) {
    expect(first).toHaveTextContent(text);
  }
  const sheet = table.parentElement;
  expect(sheet).toHaveTextContent("Status: Failure");
  expect(sheet).toHaveTextContent("Last 7 days · Asia/Seoul");
  expect(sheet).toHaveTextContent(
    "At least 1,371 events · the first 80, as loaded on the screen, are printed",
  );
  expect(sheet).toHaveTextContent("lower bounds: 2026-11-20");
  print("afterprint");
  expect(screen.queryByRole("table")).toBeNull();
});
