import type { Locator, Page } from "@playwright/test";
import { eventRows, expect, test, total } from "./fixtures";
import { expectAccessible } from "./readable";
import { token, type Server } from "./server";

/** Saves a view as the page does, for a test that begins after that. */
async function save(server: Server, view: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${server.address}/api/v1/views`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ shared: false, starred: false, default: false, ...view }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

/** The views of the navigation, which on a phone is behind the menu. */
async function navigation(page: Page, phone: boolean): Promise<Locator> {
  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  return page.getByRole("region", { name: "Views" });
}

test("saves a view, changes and updates it, and saves another from it", async ({ open, rows, phone }) => {
  const page = await open("/?status=failure&from=now-30d");
  const failures = rows.filter((row) => row.status === "failure");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByLabel("Name").fill("Failures");
  await page.getByRole("switch", { name: "Star" }).click();
  await page.getByRole("form", { name: "Save view" }).getByRole("button", { name: "Save view" }).click();
  const button = page.getByRole("button", { name: /^View: Failures/ });
  await expect(button).toHaveAccessibleName("View: Failures");
  await expect(page).toHaveURL(/view=\w+$/);

  await page.goto(page.url().replace("status=failure", "q=group"));
  await expect(button).toHaveAccessibleName("View: Failures, changed");
  await button.click();
  await page.getByRole("button", { name: "Back to what was saved" }).click();
  await expect(total(page)).toContainText(`${failures.length} events`);
  await expect(button).toHaveAccessibleName("View: Failures");

  await page.goto(page.url().replace("status=failure", "q=group"));
  await button.click();
  await page.getByRole("button", { name: "Update" }).click();
  await expect(button).toHaveAccessibleName("View: Failures");
  await page.getByRole("button", { name: "Save as new" }).click();
  await page.getByLabel("Name").fill("failures");
  await page.keyboard.press("Enter");
  await expect(page.getByText("You have a view of this name.")).toBeVisible();
  await page.getByLabel("Name").fill("Groups");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "View: Groups" })).toBeVisible();

  await page.goto(new URL("/", page.url()).href);
  await expect(total(page)).toContainText(`${rows.length} events`);
  const views = await navigation(page, phone);
  await expect(views.getByRole("link")).toHaveText(["Failures", "Groups"]);
  await views.getByRole("link", { name: "Groups" }).click();
  await expect(page).toHaveURL(/q=group&from=now-30d&view=\w+$/);
  await expect(page.getByRole("button", { name: "View: Groups" })).toBeVisible();
});

test("opens with the default view, at the bare address alone, and Back leads out", async ({
  open,
  page,
  server,
  rows,
  phone,
}) => {
  await save(server, { name: "Mine", address: "?status=failure", default: true });
  const failures = rows.filter((row) => row.status === "failure").length;
  await page.goto("about:blank");
  await open("/");
  await expect(total(page)).toContainText(`${failures} events`);
  await expect(page).toHaveURL(/\?status=failure&view=\w+$/);
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
  await page.goForward();
  await expect(total(page)).toContainText(`${failures} events`);

  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Contacts", exact: true }).click();
  await expect(total(page)).toContainText(`${rows.length} events`);
  await expect(page).toHaveURL(/\/$/);
  await open("/?q=group");
  await expect(page).toHaveURL(/\?q=group$/);
});

test("manages views, and says calmly that one is gone or not understood", async ({
  open,
  page,
  server,
  phone,
}) => {
  const id = await save(server, { name: "Old <b>one</b>", address: "?q=group&from=tuesday", shared: true });
  await save(server, { name: "شيء 🌷", address: "?q=kim" });
  await open(`/?q=group&view=${id}`);
  await expect(
    page.getByText("“Old <b>one</b>” were not understood and were left out: from=tuesday"),
  ).toBeVisible();

  const views = await navigation(page, phone);
  await views.getByRole("button", { name: "Manage views" }).click();
  const dialog = page.getByRole("dialog", { name: "Views" });
  const star = dialog.getByRole("button", { name: "Star شيء 🌷" });
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect(dialog.getByRole("link")).toHaveText(["شيء 🌷", "Old <b>one</b>"]);
  await dialog.getByRole("button", { name: "Options of Old <b>one</b>" }).click();
  await dialog.getByLabel("Name").fill("New");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(dialog.getByRole("link", { name: "New" })).toBeVisible();
  await dialog.getByRole("switch", { name: "Open whodid with this view" }).click();
  await expect(dialog.getByText("opens with whodid")).toBeVisible();
  await dialog.getByRole("switch", { name: "Open whodid with this view" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByText("Delete “New” for everybody?")).toBeVisible();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByRole("link")).toHaveText(["شيء 🌷"]);

  await open(`/?q=group&view=${id}`);
  await expect(page.getByText(/The view of this link is no longer there/)).toBeVisible();
  await expect(eventRows(page).first()).toContainText("Edit group");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page).toHaveURL(/\?q=group$/);
});

test("is readable by everybody", async ({ open, page, server, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const id = await save(server, {
    name: "Failures",
    address: "?status=failure",
    shared: true,
    starred: true,
  });
  await save(server, { name: "Groups", address: "?q=group" });
  await open(`/?status=failure&from=now-30d&view=${id}`);
  await page.getByRole("button", { name: "View: Failures, changed" }).click();
  await expect(page.getByRole("button", { name: "Update" })).toBeVisible();
  await expectAccessible(page, "overlay");
  await page.getByRole("button", { name: "Save as new" }).click();
  await expect(page.getByLabel("Name")).toBeVisible();
  await expectAccessible(page, "overlay");
  await page.keyboard.press("Escape");
  const views = await navigation(page, phone);
  await expect(views.getByRole("link")).toHaveCount(2);
  await expectAccessible(page, "overlay");
  await views.getByRole("button", { name: "Manage views" }).click();
  const dialog = page.getByRole("dialog", { name: "Views" });
  await dialog.getByRole("button", { name: "Options of Failures" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expectAccessible(page, "overlay");
  if (!phone) return;
  for (const button of await dialog.getByRole("button").or(dialog.getByRole("switch")).all())
    expect((await button.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44);
});
