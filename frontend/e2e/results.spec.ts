import type { Page } from "@playwright/test";
import type { Row } from "./company";
import { eventRows, expect, test } from "./fixtures";
import { expectAccessible } from "./readable";

const grid = (page: Page) => page.getByRole("grid", { name: "Events" });
const heads = (page: Page) => grid(page).getByRole("columnheader");

/** So many events of one person, two seconds apart, the newest a minute old. */
function burst(count: number, patch: Partial<Row> = {}): Row[] {
  const newest = Date.now() - 60_000;
  return Array.from({ length: count }, (_, at) => ({
    time: new Date(newest - at * 2000).toISOString(),
    user: { name: "Bae Haeun", email: "haeun.bae@acme.example" },
    task: "view_member_info",
    target: { type: "member", name: `Member ${at}`, email: `member.${at}@acme.example` },
    status: "success",
    service_type: "pc_web",
    ...patch,
  }));
}

test("columns are chosen, ordered and sized, and stand in the link", async ({ open, phone }) => {
  test.skip(phone, "cards have no columns");
  const page = await open("/?q=kim");
  await page.getByRole("button", { name: "Display" }).click();
  const view = page.getByRole("dialog", { name: "Display" });
  await view.getByRole("checkbox", { name: "Event ID" }).check();
  await view.getByRole("checkbox", { name: "Service Type" }).uncheck();
  await view.getByRole("button", { name: "Move Target up" }).click();
  await page.keyboard.press("Escape");
  await expect(heads(page)).toHaveText(["Date", "User", "Target", "Task", "Status", "Event ID"]);
  await expect(page).toHaveURL(/cols=date%2Cuser%2Ctarget%2Ctask%2Cstatus%2Cid/);

  const edge = page.getByRole("separator", { name: "Width of User" });
  const width = async () => (await heads(page).nth(1).boundingBox())?.width ?? 0;
  const before = await width();
  await edge.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(width).toBeCloseTo(before + 16, -1);
  const box = await edge.boundingBox();
  if (!box) throw new Error("no edge");
  await page.mouse.move(box.x + box.width / 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBeCloseTo(before + 76, -1);
  await expect(page).toHaveURL(/user%3A\d{3}/);

  const user = await heads(page).nth(1).boundingBox();
  const status = await heads(page).nth(4).boundingBox();
  if (!user || !status) throw new Error("no heads");
  await page.mouse.move(user.x + 20, user.y + 12);
  await page.mouse.down();
  await page.mouse.move(status.x + status.width - 4, status.y + 12, { steps: 8 });
  await page.mouse.up();
  await expect(heads(page)).toHaveText(["Date", "Target", "Task", "Status", "User", "Event ID"]);

  await page.reload();
  await expect(heads(page)).toHaveText(["Date", "Target", "Task", "Status", "User", "Event ID"]);
  await page.getByRole("separator", { name: "Width of User" }).dblclick();
  await expect(page).not.toHaveURL(/user%3A/);
  await page.getByRole("button", { name: "Display" }).click();
  await page.getByRole("button", { name: "Reset columns" }).click();
  await expect(page).not.toHaveURL(/cols=/);
});

test("rows are dense or not, times exact or as long ago", async ({ open, phone }) => {
  const page = await open("/?q=kim");
  const height = async () => (await eventRows(page).first().boundingBox())?.height ?? 0;
  const normal = await height();
  await page.getByRole("button", { name: "Display" }).click();
  await page.getByText("Compact").click();
  await expect.poll(height).toBeLessThan(normal);
  await page.getByText("How long ago").click();
  if (phone) await page.getByRole("button", { name: "Close" }).click();
  else await page.keyboard.press("Escape");
  await expect(eventRows(page).first()).toContainText(/\d hr ago/);
  await expect(eventRows(page).first().locator("time")).toHaveAttribute("title", /GMT\+9/);
  await expect(page).toHaveURL(/density=compact&times=relative/);
});

test("what was asked for is marked, and only in its field", async ({ open, phone }) => {
  const page = await open("/?q=by+kim+seoul");
  const row = eventRows(page).first();
  await expect(row).toBeVisible();
  const marks = await grid(page).locator("mark").allInnerTexts();
  expect(new Set(marks.map((mark) => mark.toLowerCase()))).toEqual(new Set(["kim", "seoul"]));
  // Kim is looked for among users; a target of that name is not marked.
  const targets = phone ? row : row.getByRole("gridcell").nth(3);
  await expect(targets.locator("mark").last()).toHaveText(/seoul/i);
  const cjk = await open("/?q=서연");
  await expect(grid(cjk).locator("mark").first()).toHaveText("서연");
  await expect(eventRows(cjk).first()).toContainText("김서연");
});

test("the day stays in sight while its rows are scrolled", async ({ open }) => {
  const page = await open("/?from=now-30d");
  await expect(eventRows(page).first()).toBeVisible();
  await grid(page).evaluate((element) => element.scrollTo({ top: 6000 }));
  await expect(async () => {
    const top = (await grid(page).boundingBox())?.y ?? 0;
    const days = grid(page).getByText(/^\w+day, \d+ \w+ \d{4}$/);
    const boxes = await Promise.all((await days.all()).map((day) => day.boundingBox()));
    expect(boxes.some((box) => box && box.y >= top && box.y < top + 40)).toBe(true);
  }).toPass();
});

test("new events wait until they are asked for", async ({ open, server }) => {
  const page = await open("/?q=view+member");
  const first = await eventRows(page).first().innerText();
  await server.post(burst(3, { user: { name: "Newcomer", email: "new@acme.example" } }));
  const pill = page.getByRole("button", { name: "3 new, show" });
  await expect(pill).toBeVisible({ timeout: 25_000 });
  expect(await eventRows(page).first().innerText()).toBe(first);
  await pill.click();
  await expect(eventRows(page).first()).toContainText("Newcomer");
  await expect(pill).toBeHidden();
});

test("a burst is one row, counted one by one, and opens in place", async ({ open, server, phone }) => {
  await server.post(burst(214));
  const page = await open("/?q=bae");
  await expect(page.getByText("214 events").first()).toBeVisible();
  const row = grid(page).getByRole("button", { name: "Bae Haeun viewed 214 members in 7 min" });
  await expect(row).toBeVisible();
  await expect(row).toHaveAttribute("aria-expanded", "false");
  const before = await row.boundingBox();
  await row.click();
  await expect(row).toHaveAttribute("aria-expanded", "true");
  expect(await row.boundingBox()).toEqual(before);
  await expect(grid(page).getByText("Member 0", { exact: true })).toBeVisible();
  await row.click();
  await expect(grid(page).getByText("Member 0", { exact: true })).toBeHidden();

  if (!phone) {
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(row).toHaveAttribute("aria-expanded", "true");
    await page.keyboard.press("Enter");
  }
  await page.getByRole("button", { name: "Display" }).click();
  await page.getByRole("checkbox", { name: "Fold bursts into one row" }).uncheck();
  await expect(page).toHaveURL(/fold=0/);
  if (phone) await page.getByRole("button", { name: "Close" }).click();
  else await page.keyboard.press("Escape");
  await expect(grid(page).getByText("Member 0", { exact: true })).toBeVisible();
});

test("by keyboard: rows, cells, filter, exclude, copy, help", async ({ open, phone, context }) => {
  test.skip(phone, "a phone has no keys");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await open("/?q=kim&fold=0");
  await expect(eventRows(page).first()).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(eventRows(page).first()).toBeFocused();
  await page.keyboard.press("f");
  await expect(page.getByText("Choose a value first")).toBeVisible();

  await page.keyboard.press("c");
  await expect(page.getByText("Copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\t")).toHaveLength(6);

  for (let cell = 0; cell < 3; cell++) await page.keyboard.press("ArrowRight");
  const task = eventRows(page).first().getByRole("gridcell").nth(2);
  await expect(task).toBeFocused();
  await page.keyboard.press("f");
  await expect(page).toHaveURL(/&task=(edit_group|view_member_info)/);
  await eventRows(page).first().focus();
  for (let cell = 0; cell < 2; cell++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("x");
  await expect(page).toHaveURL(/not_user=/);

  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard" });
  await expect(help.getByText("Next row, row before")).toBeVisible();
  await expectAccessible(page, "overlay");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();

  await eventRows(page).first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/event=01/);
  await page.keyboard.press("j");
  await expect(eventRows(page).nth(1)).toHaveAttribute("aria-selected", "true");
});

test("the row's menu and the view's options", async ({ open, phone, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?q=kim&fold=0");
  const row = eventRows(page).first();
  if (phone) await row.getByRole("button", { name: /^Actions for/ }).click();
  else await row.getByRole("gridcell").nth(2).click({ button: "right" });
  const menu = page.getByRole("menu", { name: "Actions" });
  await expect(menu.getByRole("menuitem", { name: "Copy link" })).toBeVisible();
  await expectAccessible(page, "overlay");
  await menu.getByRole("menuitem", { name: "Copy as JSON" }).click();
  const event = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { id: string };
  expect(event.id).toMatch(/^01/);

  if (phone) await row.getByRole("button", { name: /^Actions for/ }).click();
  else await row.getByRole("gridcell").nth(2).click({ button: "right" });
  await page.getByRole("group", { name: "Without" }).getByRole("menuitem", { name: /^Task/ }).click();
  await expect(page).toHaveURL(/not_task=/);

  await page.getByRole("button", { name: "Display" }).click();
  await expect(page.getByRole("radio", { name: "Compact" })).toBeVisible();
  await expectAccessible(page, "overlay");
});

test("names of any length, direction and content stay in their row", async ({ open, server, phone }) => {
  const odd = [
    "x".repeat(512),
    "محمد بن سلمان آل سعود وعائلته الكريمة",
    "👩‍👩‍👧‍👦🏳️‍🌈🦊 Fox",
    "<img src=x onerror=alert(1)><b>bold</b>",
    "\u202Eevil\u202C Kim",
    "Z̸̢̛͔͈̗̆̈́͠ą̵̛̹l̸̨̛g̶̢̛o̷",
  ];
  await server.post(
    odd.map((name, at) => ({
      time: new Date(Date.now() - 60_000 - at * 1000).toISOString(),
      user: { name, email: `odd.${at}@acme.example` },
      task: "edit_group",
      target: { type: "group", name, email: "" },
      status: at % 2 === 0 ? "success" : "failure",
      service_type: "api",
    })),
  );
  const page = await open("/?q=odd");
  await expect(eventRows(page)).toHaveCount(odd.length);
  const list = await grid(page).boundingBox();
  for (const row of await eventRows(page).all()) {
    const box = await row.boundingBox();
    expect(box?.height).toBe(phone ? 84 : 34);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((list?.x ?? 0) + (list?.width ?? 0) + 1);
  }
  await expect(grid(page).locator("img, b")).toHaveCount(0);
  await expect(eventRows(page).nth(3)).toContainText("<img src=x onerror=alert(1)>");
  const overlapping = await grid(page).evaluate(
    (element) =>
      [...element.querySelectorAll("[role=gridcell]")].filter(
        (cell) => cell.scrollHeight > cell.clientHeight + 40,
      ).length,
  );
  expect(overlapping).toBe(0);
});
