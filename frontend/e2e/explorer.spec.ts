import { ask, eventRows, expect, test, tick, total } from "./fixtures";

test("asks, narrows, zooms, opens an event, goes back and reloads", async ({ open, rows, phone }) => {
  const page = await open();
  await expect(total(page)).toContainText(`${rows.length} events`);

  const edits = rows.filter((row) => row.task === "edit_group" && row.user.email.includes("kim"));
  await ask(page, "edit group by kim", phone);
  await expect(total(page)).toContainText(`${edits.length} events`);
  await expect(page.getByRole("list", { name: "Conditions in force" })).toContainText("User: kim");

  const failed = edits.filter((row) => row.status === "failure");
  await tick(page, /^Failure,/, phone);
  await expect(total(page)).toContainText(`${failed.length} events`);
  await expect(page).toHaveURL(/status=failure/);
  await expect(eventRows(page)).toHaveCount(failed.length);

  // Zoom into the bucket of the newest failure, by keyboard.
  const chart = page.getByRole("slider", { name: /Events over time/ });
  await chart.focus();
  await page.keyboard.press("End");
  await expect(chart).toHaveAttribute("aria-valuetext", /event/);
  while (((await chart.getAttribute("aria-valuetext")) ?? "").includes(": 0 events"))
    await page.keyboard.press("ArrowLeft");
  const spoken = (await chart.getAttribute("aria-valuetext")) ?? "";
  const inBucket = Number(/: (\d+) events?/.exec(spoken)?.[1]);
  expect(inBucket).toBeGreaterThan(0);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=\d{4}-.*to=\d{4}-/);
  await expect(total(page)).toContainText(`${inBucket} event`);

  const [newest] = failed;
  await eventRows(page).first().click();
  const detail = phone
    ? page.getByRole("dialog", { name: "Event" })
    : page.getByRole("complementary", { name: "Event" });
  await expect(detail).toContainText(newest?.time ?? "no failed event");
  await expect(detail).toContainText(newest?.target.email ?? "no target");
  await expect(page).toHaveURL(/event=01/);

  await page.goBack();
  await expect(detail).toBeHidden();
  await page.goBack();
  await expect(total(page)).toContainText(`${failed.length} events`);

  await page.goForward();
  await page.goForward();
  await expect(detail).toContainText(newest?.time ?? "");
  await page.reload();
  await expect(detail).toContainText(newest?.time ?? "");
  await expect(total(page)).toContainText(`${inBucket} event`);
});

test("zooms by dragging", async ({ open, phone }) => {
  test.skip(phone, "a drag is a mouse's; the keyboard and a tap zoom on a phone");
  const page = await open("/?from=now-30d");
  const before = await total(page).textContent();
  const box = await page.getByRole("slider").boundingBox();
  if (!box) throw new Error("no chart");
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d{4}-.*to=\d{4}-/);
  await expect(total(page)).not.toHaveText(before ?? "");
  await page.goBack();
  await expect(page).toHaveURL(/from=now-30d$/);
});

test("finds by the advanced conditions", async ({ open, rows, phone }) => {
  const page = await open();
  await page.getByRole("button", { name: phone ? "Open search" : "Advanced" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Values for User").fill("seoyeon kim");
  for (const [at, field, value] of [
    [2, "Task", "View member info"],
    [3, "Status", "Success"],
  ] as const) {
    await form.getByRole("button", { name: "Add condition" }).click();
    const row = form.getByRole("group", { name: `Condition ${at}` });
    await row.getByRole("combobox", { name: "Field" }).selectOption(field);
    await row.getByRole("checkbox", { name: value }).check();
  }
  await form.getByRole("button", { name: "Search", exact: true }).click();
  const found = rows.filter(
    (row) =>
      row.user.email === "seoyeon.kim@acme.example" &&
      row.task === "view_member_info" &&
      row.status === "success",
  );
  await expect(total(page)).toContainText(`${found.length} events`);
  await expect(page).toHaveURL(/q=user%3A%22seoyeon\+kim%22/);
});

test("chooses a period and a zone", async ({ open, phone }) => {
  const page = await open();
  const trigger = page.getByRole("button", { name: /^Period/ });
  await trigger.click();
  await page.getByRole("button", { name: "Last 24 hours" }).click();
  await expect(page).toHaveURL(/from=now-24h/);
  await expect(total(page)).toContainText("35 events");

  await trigger.click();
  const zone = page.getByRole("combobox", { name: "Time zone" });
  if (phone) await zone.selectOption("America/New_York");
  else {
    await zone.fill("New_York");
    await page.getByRole("option", { name: "America/New_York" }).click();
  }
  await expect(page).toHaveURL(/tz=America%2FNew_York/);
  await page.keyboard.press("Escape");
  if (phone) await expect(page.getByText("Last 24 hours · America/New_York")).toBeVisible();
  else await expect(trigger).toContainText("America/New_York");
});

test("scrolls through all rows", async ({ open, rows, phone }) => {
  const page = await open("/?from=now-30d");
  const grid = page.getByRole("grid", { name: "Events" });
  await expect(eventRows(page).first()).toBeVisible();
  const end = grid.getByText(/^All \d+ events shown$/);
  await expect(async () => {
    await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(end).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(end).toHaveText(`All ${rows.length} events shown`);
  expect(phone || (await eventRows(page).count()) < 100).toBe(true);
});

test("opens a broken link with what it understood", async ({ open }) => {
  const page = await open("/?status=failure&from=tuesday&colour=red");
  await expect(page.getByText("from=tuesday, colour=red")).toBeVisible();
  await expect(page).toHaveURL(/\?status=failure$/);
});
