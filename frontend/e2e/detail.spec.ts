import type { Locator, Page } from "@playwright/test";
import type { Row } from "./company";
import { eventRows, expect, test } from "./fixtures";
import { expectAccessible } from "./readable";

const opened = (page: Page, phone: boolean): Locator =>
  phone ? page.getByRole("dialog", { name: "Event" }) : page.getByRole("complementary", { name: "Event" });

const around = (detail: Locator) => detail.getByRole("region", { name: "Around this event" });
const neighbours = (detail: Locator) =>
  around(detail).getByRole("list", { name: "Around this event" }).getByRole("button");

const minuteMS = 60_000;

/** Events of one person in one minute, three of them in the same millisecond. */
function burst(): Row[] {
  const now = Date.now() - 5 * minuteMS;
  return [0, 1000, 2000, 2000, 2000, 65_000].map((after, at) => ({
    time: new Date(now + after).toISOString(),
    user: { name: "مريم <b>حداد</b> 🌷", email: "maryam@acme.example" },
    task: "edit_team",
    target: { type: "team", name: `Team ${at}` },
    status: at === 5 ? "failure" : "success",
    service_type: "api",
  }));
}

test("turns pages in the list, by button and by key, and gives the focus back", async ({ open, phone }) => {
  const page = await open("/?q=edit+group&from=now-30d");
  const rows = await eventRows(page).allInnerTexts();
  await eventRows(page).nth(1).click();
  const detail = opened(page, phone);
  await expect(detail.getByText("Event ID")).toBeVisible();
  await expect(detail.getByRole("button", { name: "Previous event" })).toBeEnabled();
  await detail.getByRole("button", { name: "Next event" }).click();
  const clock = /\d\d:\d\d:\d\d/.exec(rows[2] ?? "")?.[0] ?? "no third row";
  await expect(detail.locator("time").first()).toContainText(clock);
  if (!phone) {
    await eventRows(page).nth(2).focus();
    await page.keyboard.press("k");
    await expect(detail.locator("time").first()).not.toContainText(clock);
    await page.keyboard.press("j");
    await expect(detail.locator("time").first()).toContainText(clock);
  }
  await page.keyboard.press("Escape");
  await expect(detail).toBeHidden();
  await expect(eventRows(page).nth(2)).toBeFocused();
});

test("a link opens the event where no list has it, and goes on to its neighbours", async ({
  open,
  server,
  phone,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const rows = burst();
  await open("/?q=maryam&cols=date%2Cuser&tz=Asia%2FTokyo");
  await server.post(rows);
  await page.reload();
  await page
    .getByRole("grid", { name: "Events" })
    .getByRole("row", { name: /maryam|مريم/ })
    .first()
    .click();
  const detail = opened(page, phone);
  await detail.getByRole("button", { name: "Copy link" }).click();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(link.search).toMatch(/^\?tz=Asia%2FTokyo&cols=date%2Cuser&event=01/);

  await open(`${link.pathname}${link.search}&q=nothing+at+all`);
  await expect(page.getByRole("heading", { name: "No events match" })).toBeAttached();
  await expect(detail.getByText("Team 5")).not.toHaveCount(0);
  // The direction of a name and its characters stay its own affair.
  await expect(detail.getByText("مريم <b>حداد</b> 🌷").first()).toBeVisible();

  // Three in one millisecond: none lost, none doubled.
  await expect(neighbours(detail)).toHaveCount(6);
  await expect(neighbours(detail).getByText("−1 min 3 s")).toHaveCount(3);
  await expect(neighbours(detail).first()).toHaveAttribute("aria-current", "true");
  await detail.getByRole("button", { name: "Next event" }).click();
  await expect(neighbours(detail).getByText("same ms")).toHaveCount(2);
  await expect(neighbours(detail).getByText("+1 min 3 s")).toHaveCount(1);

  await around(detail).getByRole("tab", { name: "Target" }).click();
  await expect(page).toHaveURL(/scope=target/);
  await expect(neighbours(detail)).toHaveCount(1);
  await expect(around(detail).getByText("There are no others on record.")).toBeVisible();
});

test("loads neighbours on both sides, of everyone, or only those of the search", async ({
  open,
  phone,
  rows,
}) => {
  const page = await open("/?status=failure&from=now-30d");
  await eventRows(page).nth(2).click();
  const detail = opened(page, phone);
  await around(detail).getByRole("tab", { name: "Everyone" }).click();
  await expect(neighbours(detail)).toHaveCount(21);
  await around(detail).getByRole("button", { name: "Load older" }).click();
  await expect(neighbours(detail)).toHaveCount(41);
  await around(detail).getByRole("button", { name: "Load newer" }).click();
  await expect(around(detail).getByText("Nothing newer")).toBeVisible();
  // The third failure is the 23rd event; 20 older ones were asked for after the first ten.
  await expect(neighbours(detail)).toHaveCount(22 + 1 + 30);

  await around(detail).getByRole("switch", { name: "Keep my filters" }).click();
  await expect(neighbours(detail)).toHaveCount(13);
  expect(rows.filter(({ status }) => status === "failure").length).toBeGreaterThan(13);

  const id = /event=(\w+)/.exec(page.url())?.[1] ?? "";
  await neighbours(detail).nth(0).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(neighbours(detail).nth(0)).toHaveAttribute("aria-current", "true");
});

test("filters by a value, shows the person's day and the target's history", async ({ open, phone, rows }) => {
  const page = await open("/?q=edit+group&from=now-30d");
  await eventRows(page).first().click();
  const detail = opened(page, phone);
  const [newest] = rows.filter((row) => row.task === "edit_group");
  if (!newest) throw new Error("no group was edited");

  const history = detail.getByRole("region", { name: "This target’s history" });
  const ofTarget = rows.filter((row) => row.target.email === newest.target.email).length;
  await expect(history).toContainText(`${ofTarget} events`);
  await history.getByRole("button", { name: /^Edit group, / }).click();
  await expect(page).toHaveURL(/\?task=edit_group&target=/);
  await expect(page.getByRole("status").filter({ hasText: `${ofTarget} events` })).toBeVisible();
  await page.goBack();

  const day = detail.getByRole("region", { name: "This person’s day" });
  await expect(day.getByRole("list", { name: /hour by hour/ }).getByRole("button")).toHaveCount(24);
  await day.getByRole("button", { name: "Show this day" }).click();
  await expect(page).toHaveURL(/\?from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d&tz=Asia%2FSeoul&user=/);
  await page.goBack();

  await detail.getByRole("button", { name: `Without User ${newest.user.email}` }).click();
  await expect(page).toHaveURL(new RegExp(`not_user=${newest.user.email.replace("@", "%40")}`));
  await expect(eventRows(page).filter({ hasText: newest.user.name })).toHaveCount(0);
});

test("is as wide as one draws it", async ({ open, phone }) => {
  test.skip(phone, "on a phone it has the whole screen");
  const page = await open("/?q=edit+group");
  await eventRows(page).first().click();
  const detail = opened(page, phone);
  const edge = detail.getByRole("separator");
  const width = async () => Math.round((await detail.boundingBox())?.width ?? 0);
  expect(await width()).toBe(420);
  const box = await edge.boundingBox();
  if (!box) throw new Error("no edge");
  await page.mouse.move(box.x + 4, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x - 76, box.y + 210, { steps: 4 });
  await page.mouse.up();
  expect(await width()).toBe(500);
  await page.reload();
  await expect(detail.getByText("Event ID")).toBeVisible();
  expect(await width()).toBe(500);
  await edge.focus();
  await page.keyboard.press("ArrowRight");
  expect(await width()).toBe(476);
  await edge.dblclick();
  expect(await width()).toBe(420);
});

test("is readable by everybody", async ({ open, page, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?status=failure&from=now-30d&scope=all");
  await eventRows(page).nth(2).click();
  const detail = opened(page, phone);
  await expect(neighbours(detail)).toHaveCount(21);
  await detail.getByText("Raw JSON", { exact: true }).click();
  await expectAccessible(page);
  if (!phone) return;
  for (const button of await detail.getByRole("button").or(detail.getByRole("tab")).all()) {
    const height = (await button.boundingBox())?.height ?? 0;
    expect(
      height,
      (await button.getAttribute("aria-label")) ?? (await button.innerText()),
    ).toBeGreaterThanOrEqual(44);
  }
});
