import type { Locator, Page } from "@playwright/test";
import { eventRows, expect, test } from "./fixtures";
import { expectNoSidewaysScroll } from "./readable";

const html = `<img src=x onerror="window.ran=1"><script>window.ran=1</script><b>Kim</b>`;
const names: [kind: string, name: string, shown: string][] = [
  ["of ten thousand characters", "Kim ".repeat(2500), "Kim Kim"],
  ["without a place to break it", "Kimkimkim".repeat(1100), "Kimkimkim"],
  ["from right to left", "كيم محمد بن سلمان (kim)", "كيم محمد"],
  ["that turns what follows round", "\u202Eevil\u2067 Kim", "evil"],
  ["of emoji", "👩‍👩‍👧‍👦🏳️‍🌈🦊 Kim 🇰🇷", "🦊 Kim"],
  ["with HTML", html, "<img src=x"],
];

/** The real answers, in which Kim Minjun is called otherwise. */
async function rename(page: Page, name: string): Promise<void> {
  const written = JSON.stringify(name).slice(1, -1);
  await page.route(/\/api\/v1\/(search|suggest|events)/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replaceAll("Kim Minjun", () => written),
    });
  });
}

/** A name stands in its own box and before what is after it, whichever way it reads. */
async function expectBefore(first: Locator, second: Locator): Promise<void> {
  const [left, right] = [await first.boundingBox(), await second.boundingBox()];
  if (!left || !right) throw new Error("not shown");
  expect(left.x + left.width).toBeLessThanOrEqual(right.x + 1);
}

async function expectHarmless(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  await expect(page.locator("img, main script, main b")).toHaveCount(0);
}

for (const [kind, name, shown] of names) {
  test(`a name ${kind} stays where it belongs`, async ({ open, page, phone }) => {
    await rename(page, name);
    await open("/?q=minjun&fold=0&scope=all");
    const row = eventRows(page).filter({ hasText: shown }).first();
    await expect(row).toBeVisible();
    expect((await row.boundingBox())?.height).toBe(phone ? 84 : 34);
    const user = row.getByText(shown, { exact: false }).first();
    if (phone) await expectBefore(user, row.locator("time"));
    else await expectBefore(user, row.locator("[data-col=task]"));
    await expectHarmless(page);

    // The facets, or their sheet.
    if (phone) await page.getByRole("button", { name: /^Filter/ }).click();
    const value = page.getByRole("checkbox", { name: shown }).first();
    await expect(value).toBeVisible();
    await expectHarmless(page);
    if (phone) await page.getByRole("button", { name: "Show events" }).click();

    // The event: its head, its fields, what is around it.
    await row.click();
    const detail = phone
      ? page.getByRole("dialog", { name: "Event" })
      : page.getByRole("complementary", { name: "Event" });
    await expect(detail.getByText(shown).first()).toBeVisible();
    await expect(detail.getByText("minjun.kim@acme.example").first()).toBeAttached();
    await expect(
      detail.getByRole("region", { name: "Around this event" }).getByRole("list").getByText(shown).first(),
    ).toBeAttached();
    await expectHarmless(page);
    const box = await detail.boundingBox();
    for (const text of await detail.getByText(shown).all()) {
      const inside = await text.boundingBox();
      if (inside) expect(inside.x + inside.width).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0) + 1);
    }
    await page.getByRole("button", { name: "Close" }).last().click();

    // Suggestions.
    if (phone) await page.getByRole("button", { name: "Open search" }).click();
    const question = page.getByRole("combobox", { name: "Search the audit log" });
    await question.fill("minju");
    const option = page.getByRole("option").filter({ hasText: shown }).first();
    await expect(option).toBeVisible();
    expect((await option.boundingBox())?.height ?? 99).toBeLessThanOrEqual(60);
    await expectBefore(option.getByText(shown).first(), option.getByText("minjun.kim@acme.example"));
    await expectHarmless(page);

    // A filter of that name, as a chip.
    const asked = Array.from(name.trim()).slice(0, 300).join("");
    await page.goto(new URL(`/?not_status=failure&user=${encodeURIComponent(asked)}`, page.url()).href);
    const chips = page.getByRole("list", { name: "Conditions in force" });
    const chip = chips.getByRole("listitem").filter({ hasText: shown });
    await expect(chip).toBeVisible();
    await expectHarmless(page);
    const whole = await chip.boundingBox();
    const remove = await chip.getByRole("button").boundingBox();
    if (!whole || !remove) throw new Error("no chip");
    expect(whole.height).toBeLessThanOrEqual(44);
    expect(whole.width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    // Its sign stands at its end.
    expect(remove.x).toBeGreaterThan(whole.x + whole.width - 50);
  });
}
