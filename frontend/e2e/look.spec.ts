import { expect, test } from "./fixtures";
import { expectAccessible, expectNoSidewaysScroll } from "./readable";

test("every state is readable by everybody", async ({ open, rows, page, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?q=edit+by+kim&status=failure&status=success&from=now-30d");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page
    .getByRole("grid", { name: "Events" })
    .getByRole("row", { name: /Edit group/ })
    .first()
    .click();
  await expect(page.getByText("Event ID")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: /^Period/ }).click();
  await expect(page.getByRole("button", { name: "Apply" })).toBeVisible();
  await expectAccessible(page, "overlay");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: phone ? "Open search" : "Advanced" }).click();
  await expect(page.getByRole("button", { name: "Add condition" })).toBeVisible();
  await expectAccessible(page, "overlay");
  await page.keyboard.press("Escape");

  await open("/?q=nothing+has+this+name");
  await expect(page.getByRole("heading", { name: "No events match" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  expect(rows.length).toBeGreaterThan(0);
});

test("the log-in is readable by everybody", async ({ page, server }) => {
  await page.goto(server.address);
  await expect(page.getByLabel("Token")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("what a finger presses is large enough", async ({ open, phone }) => {
  test.skip(!phone, "a mouse points finer");
  const page = await open("/?q=kim");
  for (const button of await page.getByRole("button").or(page.getByRole("switch")).all()) {
    const box = await button.boundingBox();
    const name = await button.evaluate(
      (element) => element.getAttribute("aria-label") ?? element.textContent,
    );
    // Small signs reach further than they look, by a margin that is theirs alone.
    const reach = await button.evaluate((element) => {
      const margin = getComputedStyle(element, "::after");
      return margin.content === "none" ? 0 : -2 * parseFloat(margin.top);
    });
    expect((box?.height ?? 0) + reach, name).toBeGreaterThanOrEqual(44);
  }
});
