import type { Page, Route } from "@playwright/test";
import { eventRows, expect, test, tick, total } from "./fixtures";
import { expectAccessible, expectNoSidewaysScroll } from "./readable";
import { token } from "./server";

type Fault = (route: Route) => Promise<unknown>;

/** From now on searches are answered as told; undefined lets the real server answer again. */
async function faultySearches(page: Page) {
  const fault: { now: Fault | undefined; asked: number } = { now: undefined, asked: 0 };
  await page.route("**/api/v1/search?**", async (route) => {
    fault.asked++;
    await (fault.now ? fault.now(route) : route.continue());
  });
  return fault;
}

const refuse =
  (status: number, code: string, message: string, headers: Record<string, string> = {}): Fault =>
  (route) =>
    route.fulfill({ status, headers, json: { error: { code, message } } });

const failed = /^Failure,/;

test("a slow answer keeps the old rows, says how long it takes, and can be given up", async ({
  open,
  page,
  phone,
}) => {
  const fault = await faultySearches(page);
  await open();
  const before = await eventRows(page).first().innerText();
  fault.now = () => new Promise(() => undefined);
  await tick(page, failed, phone);
  await expect(page.getByText(/^\d\.\d s…$/)).toBeVisible();
  expect(await eventRows(page).first().innerText()).toBe(before);
  await page.getByRole("button", { name: "Cancel the search" }).click();
  await expect(page.getByText("The search was stopped.")).toBeVisible();
  expect(await eventRows(page).first().innerText()).toBe(before);

  fault.now = undefined;
  await page.getByRole("button", { name: "Search again" }).click();
  await expect(eventRows(page).first()).toContainText("Failure");
  await expect(page.getByText("The search was stopped.")).toHaveCount(0);
});

test("of answers that come out of order the last question's is shown", async ({
  open,
  page,
  rows,
  phone,
}) => {
  const fault = await faultySearches(page);
  await open();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let answered: () => void = () => undefined;
  const late = new Promise<void>((resolve) => (answered = resolve));
  fault.now = async (route) => {
    if (!new URL(route.request().url()).searchParams.has("status")) return route.continue();
    await held;
    // The page has given this one up; then there is nobody to answer.
    await route.continue().catch(() => undefined);
    answered();
  };
  await tick(page, failed, phone);
  await page.goBack();
  await expect(page).not.toHaveURL(/status=/);
  release();
  await late;
  await expect(total(page)).toContainText(`${rows.length} events`);
  await expect(page.getByRole("status").filter({ hasText: `${rows.length} events` })).toBeVisible();
});

test("an error keeps the old rows, says what to do, and Retry helps", async ({ open, page, phone }) => {
  const fault = await faultySearches(page);
  await open();
  const before = await eventRows(page).first().innerText();
  fault.now = refuse(500, "internal", "Something went wrong on our side. The server's log says what.");
  await tick(page, failed, phone);
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("tell an administrator at what time");
  expect(await eventRows(page).first().innerText()).toBe(before);
  fault.now = undefined;
  await alert.getByRole("button", { name: "Retry" }).click();
  await expect(alert).toHaveCount(0);
  await expect(eventRows(page).first()).toContainText("Failure");
});

test("nonsense is said to be nonsense", async ({ open, page, phone }) => {
  const fault = await faultySearches(page);
  await open();
  for (const nonsense of ['{"total":{"value":"many"}}', "<h1>Gateway</h1>", '{"total":{"value":12']) {
    fault.now = (route) => route.fulfill({ status: 200, contentType: "application/json", body: nonsense });
    await tick(page, failed, phone);
    await expect(page.getByRole("alert")).toContainText("The answer was not understood.");
    await expect(eventRows(page).first()).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("alert")).toHaveCount(0);
  }
});

test("too much at once: waits as long as the server asks for, and tries once by itself", async ({
  open,
  page,
  phone,
}) => {
  const fault = await faultySearches(page);
  await open();
  fault.now = refuse(429, "overloaded", "The server has too much to do.", { "Retry-After": "2" });
  await tick(page, failed, phone);
  await expect(page.getByRole("alert")).toContainText(/Next try in [12] s\./);
  fault.now = undefined;
  await expect(eventRows(page).first()).toContainText("Failure");
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("away while open: says so by itself, and comes back by itself", async ({
  open,
  page,
  context,
  phone,
}) => {
  // What opens later is fetched as soon as somebody is there to open it.
  const parts = page.waitForResponse(/\/assets\/Overlay-.*\.js/);
  await open();
  await expect(page.getByRole("button", { name: /latest event/ })).toBeVisible();
  await page.keyboard.press("Shift");
  await parts;
  const before = await eventRows(page).first().innerText();
  await context.setOffline(true);
  // Nothing is asked by the reader: the page notices when it looks for news.
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The server can't be reached.", { timeout: 20_000 });
  await expect(alert).toContainText(/It was last heard of at \d\d:\d\d:\d\d\./);
  await tick(page, failed, phone);
  await expect(alert).toContainText(/Next try in|Trying again/);
  expect(await eventRows(page).first().innerText()).toBe(before);
  await context.setOffline(false);
  await expect(alert).toHaveCount(0);
  await expect(eventRows(page).first()).toContainText("Failure");
  await expect(page.getByRole("button", { name: /latest event/ })).toBeVisible();
});

test("a session that ends asks for the log-in over the old rows, and goes on", async ({
  open,
  page,
  context,
  rows,
}) => {
  await open("/?q=kim&sort=time");
  await context.clearCookies();
  await page.getByRole("button", { name: "Remove kim" }).click();
  const dialog = page.getByRole("dialog", { name: "You are logged out." });
  await expect(dialog).toBeVisible();
  await expect(page.getByRole("grid", { name: "Events", includeHidden: true })).toBeVisible();
  await dialog.getByLabel("Token").fill(token);
  await dialog.getByRole("button", { name: "Log in" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(total(page)).toContainText(`${rows.length} events`);
  await expect(page).toHaveURL(/\?sort=time$/);
});

test("a part of the page that can't be fetched says so, and is fetched when it can be", async ({
  open,
  page,
}) => {
  await page.route("**/assets/PeriodForm-*.js", (route) => route.abort());
  await open();
  await page.getByRole("button", { name: /^Period/ }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("could not be loaded");
  await page.unroute("**/assets/PeriodForm-*.js");
  await alert.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("textbox", { name: "Type a period" })).toBeVisible();
});

test("an event whose panel was not fetched before the server went away says so, and opens when it is back", async ({
  open,
  page,
}) => {
  await page.route("**/assets/EventPanel-*.js", (route) => route.abort());
  await open();
  await eventRows(page).first().click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("could not be loaded");
  await expect(eventRows(page).first()).toBeVisible();
  await page.unroute("**/assets/EventPanel-*.js");
  await alert.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText("Event ID")).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test("tells how new the log is, and which service type has gone quiet", async ({ open, page }) => {
  await page.route("**/api/v1/freshness", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as {
      now: string;
      service_types: { value: string; latest: string; per_hour: number; quiet: boolean }[];
    };
    const scim = body.service_types.find(({ value }) => value === "scim");
    if (scim) {
      const latest = new Date(Date.parse(body.now) - 3.2 * 3_600_000).toISOString();
      Object.assign(scim, { quiet: true, per_hour: 40.2, latest });
    }
    await route.fulfill({ json: body });
  });
  await open();
  const line = page.getByRole("button", { name: "SCIM: none for 3 h, usually 40 an hour" });
  await line.click();
  const dialog = page.getByRole("dialog", { name: "How new the log is" });
  await expect(dialog.getByRole("row", { name: /SCIM.*40 an hour/ })).toBeVisible();
  await expect(dialog.getByRole("row", { name: /PC Web/ })).toBeVisible();
});

test("every failure is readable by everybody", async ({ open, page, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const fault = await faultySearches(page);
  await open("/?from=now-30d");
  fault.now = () => new Promise(() => undefined);
  await tick(page, failed, phone);
  await expect(page.getByRole("button", { name: "Cancel the search" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Cancel the search" }).click();
  await expect(page.getByText("The search was stopped.")).toBeVisible();
  fault.now = refuse(429, "overloaded", "The server has too much to do.", { "Retry-After": "60" });
  await page.getByRole("button", { name: "Search again" }).click();
  await expect(page.getByRole("alert")).toContainText("Next try in");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  fault.now = refuse(401, "unauthorized", "Log in first.");
  await page.getByRole("alert").getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("dialog", { name: "You are logged out." })).toBeVisible();
  await expectAccessible(page, "overlay");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alert")).toContainText("You are logged out.");
  await expectAccessible(page);

  await page.getByRole("button", { name: /latest event/ }).click();
  await expect(page.getByRole("dialog", { name: "How new the log is" }).getByRole("table")).toBeVisible();
  await expectAccessible(page, "overlay");
});
