import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { eventRows, expect, test, total } from "./fixtures";
import { token } from "./server";

/** Presses Tab until the element has the focus: whoever has no mouse gets there, or the test fails. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press("Tab");
    if ((await wanted.and(page.locator(":focus")).count()) > 0) return;
  }
  throw new Error(`Tab never came to ${wanted.toString()}`);
}

test("from the log-in to a downloaded file by keyboard alone", async ({ page, server, rows, phone }) => {
  test.skip(phone, "a phone has no keyboard");
  await page.goto(server.address);
  await expect(page.getByLabel("Token")).toBeFocused();
  await page.keyboard.type(token);
  await page.keyboard.press("Enter");
  await expect(total(page)).toContainText(`${rows.length} events`);

  // Ask.
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Search the audit log" });
  await expect(box).toBeFocused();
  await page.keyboard.type("by kim");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=by\+kim/);
  const kims = rows.filter((row) => /kim/i.test(row.user.name + row.user.email));
  await expect(total(page)).toContainText(`${kims.length} events`);

  // Narrow by a value of a facet.
  await page.keyboard.press("Escape");
  await tabTo(page, page.getByRole("checkbox", { name: /^Failure,/ }));
  await page.keyboard.press("Space");
  const failed = kims.filter((row) => row.status === "failure");
  await expect(total(page)).toContainText(`${failed.length} events`);
  await expect(page).toHaveURL(/status=failure/);

  // Zoom into all of the histogram, and into the bar of the newest failure; and back out of each.
  const histogram = page.getByRole("slider", { name: /^Events over time/ });
  await tabTo(page, histogram);
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
  const all = page.url();
  await expect(page.getByRole("button", { name: /^Zoom out/ })).toBeVisible();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(all);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(all);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/from=/);
  await expect(histogram).toBeFocused();
  await expect(total(page)).toContainText(`${failed.length} events`);

  // Read an event and the next one.
  await tabTo(page, eventRows(page).first());
  await page.keyboard.press("Enter");
  const event = page.getByRole("complementary", { name: "Event" });
  await expect(event).toContainText(failed[0]?.time ?? "nothing failed");
  await page.keyboard.press("j");
  await expect(event).toContainText(failed[1]?.time ?? "only one failed");
  await page.keyboard.press("Escape");
  await expect(event).toHaveCount(0);
  await expect(eventRows(page).nth(1)).toBeFocused();

  // Request the file, and take it home.
  await tabTo(page, page.getByRole("button", { name: /^Download/ }));
  await page.keyboard.press("Enter");
  const start = page
    .getByRole("dialog", { name: "Download" })
    .getByRole("button", { name: `Request download of ${failed.length} rows` });
  await expect(start).toBeVisible();
  await tabTo(page, start);
  await page.keyboard.press("Enter");
  const item = page.getByRole("article");
  await expect(item).toBeFocused();
  const fetch = item.getByRole("link", { name: /^Download:/ });
  await expect(fetch).toBeVisible();
  await tabTo(page, fetch);
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.trimEnd().split("\r\n")).toHaveLength(failed.length + 1);

  // And delete what is no longer needed.
  await tabTo(page, item.getByRole("button", { name: /^Delete/ }));
  await page.keyboard.press("Enter");
  await expect(item.getByRole("button", { name: "Delete", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "No downloads yet" })).toBeVisible();
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
      // A box may show the focus of what is in it.
      const around = [
        element,
        element.parentElement,
        element.parentElement?.parentElement,
        element.closest("form"),
      ];
      const seen = around.some((box) => {
        if (!box) return false;
        const { outlineStyle, boxShadow } = getComputedStyle(box);
        return outlineStyle !== "none" || boxShadow !== "none";
      });
      return { name: element.getAttribute("aria-label") ?? element.textContent.trim(), seen };
    });
    if (!found) break;
    expect(found.seen, found.name).toBeTruthy();
    reached.add(found.name);
  }
  for (const name of ["Live", "Advanced", "Search the audit log", "Log out"])
    expect([...reached]).toContain(name);
});
