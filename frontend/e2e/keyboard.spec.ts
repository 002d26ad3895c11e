import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { eventRows, expect, test, total } from "./fixtures";
import { token } from "./server";

/** Presses Tab until the element has the focus: whoever has no mouse gets there, or the test fails. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab never came there");
}

test("from the log-in to a downloaded file by keyboard alone", async ({ page, server, rows, phone }) => {
  test.skip(phone, "a phone has no keyboard");
  await page.goto(server.address);
  await expect(page.getByLabel("Token")).toBeFocused();
  await page.keyboard.type(token);
  await page.keyboard.press("Enter");
  await expect(total(page)).toBeVisible();

  // Ask.
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Search the audit log" });
  await expect(box).toBeFocused();
  await page.keyboard.type("by kim");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=by\+kim/);
  const kims = rows.filter((row) => /kim/i.test(row.user.name + row.user.email));
  await expect(total(page)).toContainText(`${kims.length.toLocaleString("en")} events`);

  // Narrow by a facet, and take it back by its chip.
  await page.keyboard.press("Escape");
  await tabTo(page, page.getByRole("checkbox", { name: /^Failure/ }));
  await page.keyboard.press("Space");
  const failed = kims.filter((row) => row.status === "failure");
  await expect(total(page)).toContainText(`${failed.length} events`);

  // Zoom in the histogram, and back.
  const histogram = page.getByRole("slider", { name: /^Events over time/ });
  await histogram.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=/);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/from=/);

  // Read an event and its neighbours.
  await page.keyboard.press("j");
  await expect(eventRows(page).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Event" })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary", { name: "Event" })).toHaveCount(0);

  // Take the file.
  const button = page.getByRole("button", { name: /^Download/ });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Download" });
  const start = dialog.getByRole("button", { name: `Download ${failed.length} rows` });
  await expect(start).toBeVisible();
  await tabTo(page, start);
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.trimEnd().split("\r\n")).toHaveLength(failed.length + 1);
});

test("nothing in the page is out of reach of Tab, and the focus is always seen", async ({ open, phone }) => {
  test.skip(phone, "a phone has no keyboard");
  const page = await open("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the events" })).toBeFocused();
  const reached = new Set<string>();
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      const form = element.closest("form");
      const seen =
        outlineStyle !== "none" ||
        boxShadow !== "none" ||
        (form && getComputedStyle(form).boxShadow !== "none");
      return { name: element.getAttribute("aria-label") ?? element.textContent.trim(), seen };
    });
    if (!found) break;
    expect(found.seen, found.name).toBeTruthy();
    reached.add(found.name);
  }
  for (const name of ["Live", "Advanced", "Search the audit log", "Log out"])
    expect([...reached]).toContain(name);
});
