import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";
import { eventRows, expect, test, total } from "./fixtures";
import { expectAccessible, expectNoSidewaysScroll } from "./readable";

type Job = Record<string, unknown> & { id: string; state: string };

const openDialog = async (page: Page) => {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  return page.getByRole("dialog", { name: "Download" });
};

/** Requests what is on the screen, and gives its line in Log Download. */
const request = async (page: Page, rows: number): Promise<Locator> => {
  const dialog = await openDialog(page);
  await dialog.getByRole("button", { name: `Request download of ${rows} rows` }).click();
  await expect(page.getByRole("heading", { name: "Log Download", level: 1 })).toBeVisible();
  return page.getByRole("article").first();
};

const goTo = async (page: Page, name: RegExp, phone: boolean) => {
  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name }).click();
};

const fetched = async (page: Page, link: Locator): Promise<[Download, Buffer]> => {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return [download, await readFile(await download.path())];
};

const linesOf = (file: Buffer) =>
  file
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n");

/** Has the list say of the newest download what a test needs it to be; null lets it say what is so. */
async function rewritten(page: Page) {
  const as: { now: ((job: Job) => Job) | null } = { now: null };
  await page.route(/\/api\/v1\/exports$/, async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const answer = await route.fetch();
    const { exports = [] } = (await answer.json()) as { exports?: Job[] };
    const [first, ...others] = exports;
    const list = first && as.now ? [as.now(first), ...others] : exports;
    return route.fulfill({ response: answer, json: { exports: list } });
  });
  return as;
}

/** As if half of it were written. */
function half({ id, owner, created, query, file, format, compression, split, ...job }: Job): Job {
  const { language, time_zone, spreadsheet_safe, missing_days, rows_expected, started } = job;
  const written = Math.floor(Number(rows_expected) / 2);
  const of = { id, owner, created, query, file, format, compression, split, language, time_zone, started };
  return { ...of, state: "running", spreadsheet_safe, missing_days, rows_expected, rows_written: written };
}

test("what the screen shows is requested, written, and fetched with its proof", async ({ open, rows }) => {
  const page = await open("/?status=failure&q=edit+group");
  const failed = rows.filter((row) => row.status === "failure" && row.task === "edit_group");
  await expect(total(page)).toContainText(`${failed.length} events`);
  const onScreen = await eventRows(page).allInnerTexts();
  const dialog = await openDialog(page);
  await expect(dialog).toContainText(`${failed.length} rows`);
  await expect(dialog).toContainText(/about [\d.]+ kB/);
  await page.keyboard.press("Escape");

  const item = await request(page, failed.length);
  await expect(item).toBeFocused();
  await expect(item).toContainText("Ready");
  await expect(item.getByRole("list", { name: "Conditions in force" })).toHaveText(
    "Task: Edit groupStatus: Failure",
    {
      useInnerText: false,
    },
  );
  await expect(item).toContainText("Asia/Seoul");
  await expect(item).toContainText(`${failed.length} rows`);
  await expect(item).toContainText("expires in 6 days");

  const [download, file] = await fetched(page, item.getByRole("link", { name: /^Download:/ }));
  expect(download.suggestedFilename()).toMatch(/^contacts-audit-\d{8}-\d{6}\.csv$/);
  await expect(item.getByRole("heading")).toHaveText(download.suggestedFilename());
  const sha256 = createHash("sha256").update(file).digest("hex");
  await item.getByRole("button", { name: /^Details/ }).click();
  await expect(item).toContainText(sha256);
  await expect(item).toContainText(file.length.toLocaleString("en"));

  const [header, ...lines] = linesOf(file);
  expect(header).toBe("Date,User,Service Type,Task,Target,Status,Date (UTC),Event ID,User ID,Target Type");
  expect(lines).toHaveLength(failed.length);
  // Newest first, as on the screen: the file's rows are the rows that were posted, and those that are shown.
  lines.forEach((line, at) => {
    const row = failed[at];
    expect(line).toContain(row?.time);
    expect(line).toContain(`${row?.target.name} (${row?.target.email})`);
    if (at < onScreen.length) expect(onScreen[at]).toContain(row?.user.name);
  });

  const [paper, receipt] = await fetched(page, item.getByRole("link", { name: /^Receipt/ }));
  expect(paper.suggestedFilename()).toBe(`${download.suggestedFilename()}.receipt.json`);
  expect(JSON.parse(receipt.toString())).toMatchObject({
    file: download.suggestedFilename(),
    sha256,
    bytes: file.length,
    rows_written: failed.length,
    rows_expected: failed.length,
    query: { q: ["edit group"], status: ["failure"] },
  });

  // The same screen again, for whoever wants to look at what is in the file.
  await item.getByRole("link", { name: /^Open in Contacts/ }).click();
  await expect(total(page)).toContainText(`${failed.length} events`);
  await expect(page).toHaveURL(/q=edit\+group&tz=Asia%2FSeoul&status=failure$/);
});

test("a file is of the screen that it was asked from, and repeated of now", async ({
  open,
  server,
  rows,
}) => {
  const page = await open("/?q=group");
  const groups = rows.filter((row) => row.task === "edit_group").length;
  await expect(total(page)).toContainText(`${groups} events`);
  const late = rows.filter((row) => row.task === "edit_group").slice(0, 3);
  await server.post(
    late.map((row, at) => ({ ...row, time: new Date(Date.now() - 1000 * at).toISOString() })),
  );
  const item = await request(page, groups);
  await expect(item).toContainText("Ready");
  const [, file] = await fetched(page, item.getByRole("link", { name: /^Download:/ }));
  expect(linesOf(file)).toHaveLength(groups + 1);

  await item.getByRole("button", { name: /^Repeat/ }).click();
  await expect(page.getByRole("article")).toHaveCount(2);
  const again = page.getByRole("article").first();
  await expect(again).toBeFocused();
  await expect(again).toContainText(`${groups + 3} rows`);
  const [, newer] = await fetched(page, again.getByRole("link", { name: /^Download:/ }));
  expect(linesOf(newer)).toHaveLength(groups + 4);

  // What came since the first file is what the second one has more.
  await page
    .getByRole("article")
    .nth(1)
    .getByRole("button", { name: /^Only what is new since/ })
    .click();
  await expect(page.getByRole("article")).toHaveCount(3);
  const increment = page.getByRole("article").first();
  await expect(increment).toContainText("Only what was stored since a former file");
  const [, added] = await fetched(page, increment.getByRole("link", { name: /^Download:/ }));
  const ids = (of: Buffer) =>
    linesOf(of)
      .slice(1)
      .map((line) => line.split(",").at(-3));
  expect(ids(added)).toHaveLength(3);
  expect([...ids(added), ...ids(file)].sort()).toEqual(ids(newer).sort());
  await increment.getByRole("button", { name: /^Delete/ }).click();
  await increment.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("article")).toHaveCount(2);

  await again.getByRole("button", { name: /^Delete/ }).click();
  await again
    .getByRole("group", { name: /^Delete/ })
    .getByRole("button", { name: "Delete" })
    .click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("article")).toBeFocused();
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(1);
});

test("a small file comes at once, in another language and zone, and as lines of JSON", async ({
  open,
  rows,
}) => {
  const page = await open("/?from=now-24h");
  await expect(total(page)).toContainText("35 events");
  const dialog = await openDialog(page);
  await dialog.getByLabel(/Language of the labels/).selectOption("ko");
  await dialog.getByLabel(/Time zone of the dates/).selectOption("UTC");
  const atOnce = dialog.getByRole("link", { name: "Download at once" });
  const [, csv] = await fetched(page, atOnce);
  const [header, ...lines] = linesOf(csv);
  expect(header).toBe("일시,사용자,서비스 타입,작업,대상,상태,일시 (UTC),이벤트 ID,사용자 ID,대상 유형");
  expect(lines).toHaveLength(35);
  expect(lines[0]).toContain(rows[0]?.time.slice(0, 19).replace("T", " "));
  expect(lines[0]).toContain("그룹 수정");

  await dialog.getByRole("radio", { name: /NDJSON/ }).check();
  const [, ndjson] = await fetched(page, atOnce);
  const events = ndjson.toString().trimEnd().split("\n");
  expect(events.map((line) => (JSON.parse(line) as { time: string }).time)).toEqual(
    rows.slice(0, 35).map(({ time }) => time),
  );
});

test("while one works elsewhere it is said how far it is, and that it is ready, also after a reload", async ({
  open,
  rows,
  phone,
}) => {
  const page = await open();
  const list = await rewritten(page);
  list.now = half;
  const item = await request(page, rows.length);
  await expect(item).toContainText(/Writing 50%/);
  await expect(item).toContainText(`${rows.length / 2} of ${rows.length} rows`);
  await expect(item.getByRole("progressbar")).toHaveAttribute("value", "0.5");
  await expect(item.getByRole("link", { name: /^Download:/ })).toHaveCount(0);

  await item.getByRole("link", { name: /^Open in Contacts/ }).click();
  await expect(total(page)).toBeVisible();
  if (!phone)
    await expect(page.getByRole("link", { name: /^Log Download.*1 being written, 50%/ })).toBeVisible();
  list.now = null;
  await expect(page.getByRole("link", { name: "Show in Log Download" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await page.reload();
  await expect(total(page)).toBeVisible();
  await goTo(page, /^Log Download.*1 file is ready/, phone);
  await expect(page.getByRole("article")).toContainText("Ready");
  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("link", { name: "Log Download", exact: true })).toBeVisible();
});

test("canceled, failed, and a server that is away are what they are", async ({ open, page, rows }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?q=kim");
  const list = await rewritten(page);
  list.now = half;
  await page.route(/\/api\/v1\/exports\/\w+$/, async (route) => {
    if (route.request().method() === "DELETE") {
      list.now = (job) => ({ ...half(job), state: "canceled" });
      return route.fulfill({ status: 204 });
    }
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: half((await answer.json()) as Job) });
  });
  const kims = rows.filter((row) => /kim/i.test(JSON.stringify([row.user, row.target]))).length;
  const item = await request(page, kims);
  await expect(item).toContainText("Writing");
  await expectAccessible(page);
  await item.getByRole("button", { name: /^Cancel/ }).click();
  await expect(item).toContainText("Canceled");
  await expect(item).toBeFocused();
  await expectAccessible(page);

  const why = "The server's disk is full. Request the download again once there is room.";
  list.now = (job) => ({ ...half(job), state: "failed", code: "disk_full", why });
  await page.reload();
  await expect(item).toContainText("Failed");
  await expect(item).toContainText(why);
  await expect(item.getByRole("link", { name: /^Download:/ })).toHaveCount(0);
  await expect(item.getByRole("button", { name: /^Repeat/ })).toBeVisible();
  await expectAccessible(page);

  list.now = half;
  await page.reload();
  await expect(item).toContainText("Writing");
  await page.route(/\/api\/v1\/exports$/, (route) => route.abort());
  await expect(page.getByRole("alert")).toContainText("The server can't be reached");
  await expect(item).toContainText("Writing");
  await expectAccessible(page);
});

test("is readable by everybody", async ({ open, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?q=kim&not_service_type=scim");
  const dialog = await openDialog(page);
  const submit = dialog.getByRole("button", { name: /^Request download of \d+ rows$/ });
  await expect(submit).toBeVisible();
  await dialog.getByLabel("Packing").selectOption("zip");
  await expectAccessible(page, "overlay");
  await page.route(/\/api\/v1\/exports$/, (route) => route.abort());
  await submit.click();
  await expect(dialog.getByRole("alert")).toContainText("The server can't be reached");
  await expectAccessible(page, "overlay");
  await page.unroute(/\/api\/v1\/exports$/);
  await submit.click();
  const item = page.getByRole("article");
  await expect(item).toContainText("Ready");
  await expectAccessible(page);
  await item.getByRole("button", { name: /^Details/ }).click();
  await item.getByRole("button", { name: /^Delete/ }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await item
    .getByRole("group", { name: /^Delete/ })
    .getByRole("button", { name: "Delete" })
    .click();
  await expect(page.getByRole("heading", { name: "No downloads yet" })).toBeVisible();
  await expectAccessible(page);
});

test("is requested by the calendar, of what the screen shows", async ({ open, page, rows }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?q=edit+group&from=now-30d");
  const groups = rows.filter((row) => row.task === "edit_group").length;
  const dialog = await openDialog(page);
  await dialog.getByRole("button", { name: "Schedule…" }).click();
  const form = page.getByRole("form", { name: "Schedule a download" });
  await form.getByLabel("Name").fill("Groups, monthly");
  await form.getByLabel("How often").selectOption("Each month");
  await form.getByRole("combobox", { name: "On", exact: true }).selectOption("Day 28");
  await form.getByRole("radio", { name: /^What is new since the last file/ }).check();
  await expectAccessible(page, "overlay");
  await form.getByRole("button", { name: "Schedule" }).click();
  const schedule = page.getByRole("article", { name: "Groups, monthly" });
  await expect(schedule).toContainText("On day 28 of each month at 06:00 · what is new since the last file");
  await expect(schedule).toContainText(/Next: 28 \w+ 20\d\d, 06:00/);
  await expectAccessible(page);

  await schedule.getByRole("button", { name: /^Run now/ }).click();
  const item = page.getByRole("article", { name: /^contacts-audit/ });
  await expect(item).toBeFocused();
  await expect(item).toContainText("Schedule: Groups, monthly");
  const [, file] = await fetched(page, item.getByRole("link", { name: /^Download:/ }));
  expect(linesOf(file)).toHaveLength(groups + 1);
  await expect(schedule.getByRole("link", { name: `Ready, ${groups} rows` })).toBeVisible();

  await schedule.getByRole("button", { name: /^Pause/ }).click();
  await expect(schedule).toContainText("Paused");
  await schedule.getByRole("button", { name: /^Edit/ }).click();
  const edit = page.getByRole("form", { name: "Edit schedule" });
  await edit.getByRole("radio", { name: "The month before" }).check();
  await expectAccessible(page, "overlay");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(schedule).toContainText("the month before");
  await schedule.getByRole("button", { name: /^Delete/ }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await schedule.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(schedule).toHaveCount(0);
  await page.reload();
  await expect(item).toContainText("Ready");
  await expect(schedule).toHaveCount(0);
});

test("a workbook for Excel can be requested", async ({ open, page }) => {
  await open("/?q=edit+group");
  const dialog = await openDialog(page);
  await dialog.getByRole("radio", { name: /XLSX/ }).check();
  await dialog.getByRole("button", { name: /^Request/ }).click();
  const item = page.getByRole("article");
  const [download, file] = await fetched(page, item.getByRole("link", { name: /^Download:/ }));
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
  expect(file.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
});
