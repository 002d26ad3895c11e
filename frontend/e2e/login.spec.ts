import { expect, test, total } from "./fixtures";
import { token } from "./server";

test("logs in by token, and out again", async ({ page, server, rows, phone }) => {
  await page.goto(`${server.address}/?q=kim`);
  await expect(page.getByRole("heading", { name: "Log in to whodid" })).toBeVisible();
  await page.getByLabel("Token").fill("not-the-token-of-this-server");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("This token is not known.")).toBeVisible();

  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Log in" }).click();
  const kims = rows.filter((row) => /kim/i.test(`${row.user.email} ${row.target.email}`)).length;
  await expect(total(page)).toContainText(`${kims} events`);
  expect(new URL(page.url()).search).toBe("?q=kim");

  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByLabel("Token")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Token")).toBeVisible();
});

test("logs in by the link that the first start prints, once", async ({ page, server, rows, browser }) => {
  await page.goto(server.link);
  await expect(total(page)).toContainText(`${rows.length} events`);
  expect(new URL(page.url()).search).toBe("");

  const stranger = await browser.newContext();
  const second = await stranger.newPage();
  await second.goto(server.link);
  await expect(second.getByText("This link has been used already")).toBeVisible();
  await expect(second.getByLabel("Token")).toBeVisible();
  await stranger.close();
});
