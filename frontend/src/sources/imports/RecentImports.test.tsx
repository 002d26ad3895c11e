import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "../../testing/renderApp";
import { anImport } from "../../testing/sources";

it("lists the last imports, and opens one with its rejected rows", async () => {
  const failed = anImport({
    ...{ id: "B", file: "login.csv", source: "folder", by: "", state: "failed", rejected: null },
    error: { code: "wrong_service", message: "This is the log of Login.", field: "header" },
  });
  const { user } = renderApp("/sources", {
    imports: (_, path) => {
      if (path.endsWith("/imports")) return { body: { imports: [failed, anImport({ rejected: null })] } };
      return path.endsWith("/imports/B") ? { body: failed } : { body: anImport() };
    },
  });
  const table = within(await screen.findByRole("table"));
  const folder = table.getByRole("row", { name: /^login\.csv Failed/ });
  expect(folder).toHaveTextContent("Watched folder");
  expect(table.getByRole("row", { name: /^log\.csv Done 998 1 1 23 Nov 2026, 19:00 kim/ })).toBeVisible();
  await user.click(table.getByRole("button", { name: "Details of log.csv" }));
  const detail = await screen.findByRole("dialog", { name: "log.csv" });
  expect(await within(detail).findByRole("row", { name: /^17 time that can't be read/ })).toBeVisible();
  await user.keyboard("{Escape}");
  await user.click(table.getByRole("button", { name: "Details of login.csv" }));
  expect(await screen.findByText("This is the log of Login.")).toBeVisible();
});

it("says that there were none, or that they can't be had now", async () => {
  let away = true;
  const { user } = renderApp("/sources", {
    imports: (_, path) => (away && path.endsWith("/imports") ? { away } : undefined),
  });
  const recent = within(await screen.findByRole("region", { name: "Recent imports" }));
  expect(await recent.findByRole("alert")).toHaveTextContent("The server can't be reached");
  away = false;
  await user.click(recent.getByRole("button", { name: "Retry" }));
  expect(await recent.findByText("No files were imported yet.")).toBeVisible();
});

it("lists saved columns, and forgets one when it is meant", async () => {
  let maps = [
    {
      ...{
        name: "Doors",
        header: ["When", "Who", "Seat"],
        tz: "Europe/Berlin",
        encoding: "cp949",
        by: "kim",
      },
      columns: { When: "time", Who: "user", Seat: "" },
      updated: "2026-11-23T09:00:00.000Z",
    },
  ];
  const { user, changes } = renderApp("/sources", {
    imports: ({ method }, path) => {
      if (!path.startsWith("/api/v1/column-maps")) return undefined;
      if (method !== "DELETE") return { body: { maps } };
      maps = [];
      return { body: null, status: 204 };
    },
  });
  const saved = await screen.findByRole("region", { name: "Saved columns" });
  expect(saved).toHaveTextContent("When → Time · Who → User (name, e-mail or both)");
  expect(saved).toHaveTextContent("Europe/Berlin · CP949 (Korean) · by kim, 23 Nov 2026, 18:00");
  await user.click(within(saved).getByRole("button", { name: "Forget: Doors" }));
  await user.click(within(saved).getByRole("button", { name: "Keep: Doors" }));
  expect(changes()).toEqual([]);
  await user.click(within(saved).getByRole("button", { name: "Forget: Doors" }));
  await user.click(within(saved).getByRole("button", { name: "Forget for good: Doors" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: "Saved columns" })).toBeNull());
  expect(changes().map(({ url }) => url)).toEqual(["/api/v1/column-maps/Doors"]);
});
