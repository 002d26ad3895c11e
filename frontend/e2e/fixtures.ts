import { test as base, expect, type Page } from "@playwright/test";
import { company, type Row } from "./company";
import { startServer, token, type Server } from "./server";

type Fixtures = {
  server: Server;
  /** The rows that the server holds before the test begins, newest first. */
  rows: Row[];
  /** The page, logged in and open at an address. */
  open: (path?: string) => Promise<Page>;
  phone: boolean;
};

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await startServer();
    await use(server);
    await server.stop();
  },
  rows: async ({ server }, use) => {
    const rows = company(600, Date.now());
    await server.post(rows);
    await use(rows);
  },
  open: async ({ page, server, rows: _rows }, use) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      // A refused inline style or script is a page that breaks under its own policy.
      if (message.text().includes("Content Security Policy")) problems.push(message.text());
    });
    await use(async (path = "/") => {
      const answer = await page.context().request.post(`${server.address}/api/v1/session`, {
        data: { token },
        headers: { Origin: server.address },
      });
      expect(answer.status()).toBe(200);
      await page.goto(server.address + path);
      await expect(total(page)).toBeVisible();
      return page;
    });
    expect(problems).toEqual([]);
  },
  phone: async ({ viewport }, use) => {
    await use((viewport?.width ?? 0) < 760);
  },
});

export { expect };

/** The line that says how many events match. */
export function total(page: Page) {
  return page.getByRole("status").filter({ hasText: /[\d,]+ events?/ });
}

/** Asks as a person would: in the box, or on a phone in the search that the icon opens. */
export async function ask(page: Page, question: string, phone: boolean): Promise<void> {
  if (phone) {
    await page.getByRole("button", { name: "Open search" }).click();
    const search = page.getByRole("dialog", { name: "Search" });
    await search.getByRole("combobox", { name: "Search the audit log" }).fill(question);
    await search.getByRole("button", { name: "Search", exact: true }).click();
    return;
  }
  await page.getByRole("combobox", { name: "Search the audit log" }).fill(question);
  await page.keyboard.press("Enter");
}

/** Ticks a value of a facet: beside the table, or on a phone in the sheet that Filter opens. */
export async function tick(page: Page, value: RegExp, phone: boolean): Promise<void> {
  if (phone) await page.getByRole("button", { name: /^Filter/ }).click();
  await page.getByRole("checkbox", { name: value }).check();
  if (phone) await page.getByRole("button", { name: "Show events" }).click();
}

export function eventRows(page: Page) {
  return page
    .getByRole("grid", { name: "Events" })
    .getByRole("row")
    .filter({ hasText: /Success|Failure/ });
}
