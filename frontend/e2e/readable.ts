/** Whether everybody can read what is on the screen. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

/** Nothing that axe knows to be wrong, in light; in dark, where only the colours are others, all words can be told from their ground. */
export async function expectAccessible(page: Page, over: "page" | "overlay" = "page") {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" }); // a colour on its way to another is neither
  // Numbers of before stand back for the moment until the search has answered. A test of that moment goes on after it.
  await page
    .locator("[aria-busy=true]")
    .first()
    .waitFor({ state: "hidden", timeout: 3000 })
    .catch(() => undefined);
  await expectNoViolations(page, over, null);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page, over, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: "light" });
}

async function expectNoViolations(page: Page, over: "page" | "overlay", rules: string[] | null) {
  const axe = new AxeBuilder({ page });
  if (rules) axe.withRules(rules);
  // Beside the dialog that it opens, React Aria puts a hidden button to dismiss it, in no landmark by design.
  // What a sheet covers, main and its heading too, is hidden from everybody while it is open.
  else if (over === "overlay") axe.disableRules(["region", "landmark-one-main", "page-has-heading-one"]);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page) {
  const width = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: window.innerWidth,
  }));
  expect(width.content).toBeLessThanOrEqual(width.window);
}
