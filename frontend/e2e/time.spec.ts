import type { Page } from "@playwright/test";
import { expect, test, total } from "./fixtures";
import { expectAccessible, expectNoSidewaysScroll } from "./readable";

const chartOf = (page: Page) => page.getByRole("slider", { name: /Events over time/ });

async function openPeriod(page: Page) {
  await page.getByRole("button", { name: /^Period/ }).click();
  const line = page.getByRole("textbox", { name: "Type a period" });
  await expect(line).toBeVisible();
  return line;
}

/** Drags over a part of the chart, by mouse or by finger, and says how many events are in what it let go of. */
async function drag(page: Page, from: number, to: number, phone: boolean) {
  const box = await chartOf(page).boundingBox();
  if (!box) throw new Error("no chart");
  const at = (part: number) => ({ x: box.x + box.width * part, y: box.y + box.height / 2 });
  if (!phone) {
    await page.mouse.move(at(from).x, at(from).y);
    await page.mouse.down();
    await page.mouse.move(at(to).x, at(to).y, { steps: 6 });
    await page.mouse.up();
    return;
  }
  const finger = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await touch("touchStart", [at(from)]);
  for (let step = 1; step <= 6; step++) await touch("touchMove", [at(from + ((to - from) * step) / 6)]);
  await touch("touchEnd", []);
}

test("understands a typed period, shows what it understood, and applies it", async ({ open, rows }) => {
  const page = await open();
  const line = await openPeriod(page);
  await line.fill("lost week");
  await line.press("Enter");
  await expect(page.getByText("“lost week” was not understood")).toBeVisible();

  await line.fill("지난 2일");
  await expect(page.getByText(/Last 2 days: Since/)).toBeVisible();
  await line.press("Enter");
  await expect(page).toHaveURL(/from=now-2d/);
  const since = Date.now() - 2 * 86_400_000;
  const inside = rows.filter((row) => Date.parse(row.time) >= since).length;
  await expect(total(page)).toContainText(`${inside} events`);

  await (await openPeriod(page)).fill("yesterday");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=yesterday&to=yesterday&tz=Asia%2FSeoul/);
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
  const seoulDay = (time: string) => new Date(Date.parse(time) + 9 * 3_600_000).toISOString().slice(0, 10);
  const then = rows.filter((row) => seoulDay(row.time) === yesterday).length;
  await expect(total(page)).toContainText(`${then} events`);
});

test("every common period answers", async ({ open }) => {
  const page = await open();
  for (const [name, from] of [
    ["Last 15 minutes", "now-15m"],
    ["Last hour", "now-1h"],
    ["Today", "today"],
    ["This month", "this-month"],
    ["Last month", "last-month"],
  ] as const) {
    await openPeriod(page);
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`from=${from}`));
    await expect(page.getByRole("alert")).toHaveCount(0);
  }
  await openPeriod(page);
  await page.getByRole("button", { name: /^Everything/ }).click();
  await expect(page).not.toHaveURL(/from=/);
});

test("says that a link is in another zone, shows the same events in one's own, and keeps a chosen one", async ({
  open,
  rows,
}) => {
  const page = await open("/?from=2026-01-01&tz=America%2FNew_York");
  await expect(page.getByText("Times are in America/New_York, as sent.")).toBeVisible();
  await expect(total(page)).toContainText(`${rows.length} events`);
  await page.getByRole("button", { name: "Show in Asia/Seoul" }).click();
  await expect(page).toHaveURL(/from=2026-01-01T05%3A00%3A00Z.*tz=Asia%2FSeoul/);
  await expect(page.getByText(/as sent/)).toHaveCount(0);
  await expect(total(page)).toContainText(`${rows.length} events`);

  await open("/?tz=Europe%2FBerlin");
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(page.getByText(/as sent/)).toHaveCount(0);
  await expect(page).toHaveURL(/tz=Europe%2FBerlin/);
});

test("zooms by dragging, also with a finger, and Esc or the sign goes back out", async ({ open, phone }) => {
  const page = await open("/?from=now-30d");
  const before = (await total(page).textContent()) ?? "";
  await drag(page, 0.6, 0.8, phone);
  await expect(page).toHaveURL(/from=\d{4}-.*to=\d{4}-/);
  await expect(total(page)).not.toHaveText(before);
  const first = page.url();
  await drag(page, 0.2, 0.5, phone);
  await expect(page).not.toHaveURL(first);
  if (phone) await page.getByRole("button", { name: /^Zoom out to/ }).tap();
  else await page.keyboard.press("Escape");
  await expect(page).toHaveURL(first);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\?from=now-30d$/);
});

test("a finger that moves up over the chart does not zoom", async ({ open, phone, page }) => {
  test.skip(!phone, "a finger's");
  await open("/?from=now-30d");
  const box = await chartOf(page).boundingBox();
  if (!box) throw new Error("no chart");
  const finger = await page.context().newCDPSession(page);
  const x = box.x + box.width / 2;
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y: box.y + 50 }] });
  for (let step = 1; step <= 8; step++)
    await finger.send("Input.dispatchTouchEvent", {
      type: "touchMove",
      touchPoints: [{ x: x + step, y: box.y + 50 - step * 12 }],
    });
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(page).toHaveURL(/\?from=now-30d$/);

  // A tap tells which bucket it met; it takes a second one to go there.
  await page.touchscreen.tap(x, box.y + 30);
  await expect(page.getByRole("button", { name: "Zoom in" })).toBeVisible();
  await expect(page).toHaveURL(/\?from=now-30d$/);
  await page.getByRole("button", { name: "Zoom in" }).tap();
  await expect(page).toHaveURL(/from=\d{4}-.*to=\d{4}-/);
});

test("cuts the period as finely as one likes, as a table too", async ({ open, rows }) => {
  const page = await open("/?from=now-7d");
  await page.getByRole("combobox", { name: "A bar stands for" }).selectOption("1d");
  await expect(page).toHaveURL(/interval=1d/);
  await page.getByRole("button", { name: "Show as a table" }).click();
  const table = page.getByRole("table");
  const counts = (await table.getByRole("row").locator("td:nth-of-type(1)").allInnerTexts()).map(Number);
  // An open period ends with the UTC day of its last event, which may be the next one in Seoul.
  expect(counts.length).toBeLessThanOrEqual(9);
  const since = Date.now() - 7 * 86_400_000;
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
    rows.filter((row) => Date.parse(row.time) >= since).length,
  );
});

test("period, zone and histogram are readable by everybody", async ({ open, page, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?from=now-7d&tz=America%2FNew_York");
  await chartOf(page).focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("button", { name: "Zoom in" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Zoom out/ })).toBeVisible();
  await page.getByRole("button", { name: "Show as a table" }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const line = await openPeriod(page);
  await line.fill("last week");
  await expect(page.getByText("Enter applies it.")).toBeVisible();
  await expectAccessible(page, "overlay");
  await line.fill("11/31");
  await line.press("Enter");
  await expect(page.getByText("There is no such day")).toBeVisible();
  await expectAccessible(page, "overlay");
  if (phone) await expectNoSidewaysScroll(page);
});
