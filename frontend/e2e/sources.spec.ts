import { mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { aPushed, aSource, someDays } from "../src/testing/sources";
import { eventRows, expect, test as base, total } from "./fixtures";
import { expectAccessible, expectNoSidewaysScroll } from "./readable";
import { startServer } from "./server";

type Upload = { name: string; mimeType: string; buffer: Buffer };

const test = base.extend<{
  /** Where the server of the test watches for files. */
  folder: string;
  /** Sources, open. */
  sources: () => Promise<Page>;
}>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "whodid-watched-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  server: async ({ folder }, use) => {
    const server = await startServer(["--watch-dir", folder, "--watch-every", "1s"]);
    await use(server);
    await server.stop();
  },
  sources: async ({ open, phone }, use) => {
    await use(async () => {
      const page = await open();
      if (phone) await page.getByRole("button", { name: "Menu" }).click();
      await page.getByRole("link", { name: "Sources" }).click();
      await expect(page.getByRole("heading", { name: "Sources", level: 1 })).toBeVisible();
      return page;
    });
  },
});

const minuteMS = 60_000;

/** A moment some minutes ago, as the file of the audit download writes it: in Seoul, without a zone. */
function ago(minutes: number): string {
  const at = new Date(Date.now() - minutes * minuteMS + 9 * 60 * minuteMS);
  return at.toISOString().slice(0, 19).replace("T", " ");
}

const file = (name: string, lines: string[]): Upload => ({
  ...{ name, mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\r\n")}\r\n`) },
});

const header = "Date,User,Service Type,Task,Target,Status";
const row = (minutes: number, user: string) =>
  `${ago(minutes)},${user},PC Web,Edit group,Seoul Sales 12,Success`;

async function choose(page: Page, files: Upload[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles(files);
}

async function importFiles(page: Page, ...files: Upload[]): Promise<void> {
  await choose(page, files);
  await page.getByRole("button", { name: /^Import \d+ files?$/ }).click();
}

const item = (page: Page, name: string) => page.getByRole("article", { name, exact: true });

test("imports a file, says what became of each row, and has them on Contacts", async ({ sources, phone }) => {
  const page = await sources();
  await expect(page.getByText("No files were imported yet.")).toBeVisible();
  await importFiles(
    page,
    file("contacts.csv", [
      header,
      row(3, "Park Sora (sora.park@acme.example)"),
      row(2, "Park Sora (sora.park@acme.example)"),
      `yesterday,Park Sora (sora.park@acme.example),PC Web,Edit group,Busan,Success`,
      `${ago(1)},,PC Web,Edit group,Busan,Success`,
    ]),
  );
  const report = item(page, "contacts.csv");
  await expect(report).toContainText("Done");
  await expect(report).toContainText(/Accepted\s*2\s*Duplicates\s*0\s*Rejected\s*2/);
  await expect(report.getByRole("row", { name: /^4 time that can't be read.*yesterday/ })).toBeVisible();
  await expect(report.getByRole("row", { name: /^5 no user/ })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    report.getByRole("button", { name: "Save report (CSV)" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("contacts.csv.report.csv");

  // Among the sources and the last imports it stands without being asked for.
  await expect(page.getByRole("article", { name: "Uploads" })).toContainText("2 accepted");
  await page.getByRole("button", { name: "Details of contacts.csv" }).click();
  const detail = page.getByRole("dialog", { name: "contacts.csv" });
  await expect(detail.getByRole("row", { name: /^4 time that can't be read/ })).toBeVisible();
  await expectAccessible(page, "overlay");
  await page.keyboard.press("Escape");

  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Contacts" }).click();
  await expect(total(page)).toContainText("events");
  await expect(eventRows(page).filter({ hasText: "Park Sora" })).toHaveCount(2);
});

test("asks what unknown columns mean, once for all files with that header", async ({ sources }) => {
  const page = await sources();
  const door = (minutes: number) => `${ago(minutes)};Lee Doyun (doyun.lee@acme.example);Edit group;gate 3`;
  const doors = (name: string, minutes: number) => file(name, ["When;Who;What;Gate", door(minutes)]);
  await importFiles(page, doors("doors.csv", 2));
  const first = item(page, "doors.csv");
  await expect(first.getByText("What do its columns mean?")).toBeVisible();
  await expect(first).toContainText("Lee Doyun (doyun.lee@acme.example)");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await first.getByLabel("When").selectOption("Time");
  await first.getByRole("button", { name: "Import with these columns" }).click();
  await expect(first.getByRole("alert")).toContainText("One column must be the user");
  await first.getByLabel("Who").selectOption("User (name, e-mail or both)");
  await first.getByLabel("What").selectOption("Task");
  await first.getByLabel("Name").fill("Doors of Seoul");
  await first.getByRole("button", { name: "Import with these columns" }).click();
  await expect(first).toContainText(/Accepted\s*1/);

  await importFiles(page, doors("doors-2.csv", 1));
  const second = item(page, "doors-2.csv");
  await expect(second).toContainText(/Accepted\s*1/);
  await expect(second).toContainText("Columns read as saved: Doors of Seoul");

  const maps = page.getByRole("region", { name: "Saved columns" });
  await expect(maps).toContainText("When → Time");
  await expectAccessible(page);
  await maps.getByRole("button", { name: "Forget: Doors of Seoul" }).click();
  await maps.getByRole("button", { name: "Forget for good: Doors of Seoul" }).click();
  await expect(maps).toHaveCount(0);
  await importFiles(page, doors("doors-3.csv", 3));
  await expect(item(page, "doors-3.csv").getByText("What do its columns mean?")).toBeVisible();
});

test("says what is wrong with a file that is no log of Contacts, also of a long one", async ({ sources }) => {
  const page = await sources();
  const zip = Buffer.from("504b0304140000000800", "hex");
  const noLog = Buffer.from(`One,Two\r\n${"1,2\r\n".repeat(4_000_000)}`);
  await importFiles(
    page,
    {
      name: "log.zip",
      mimeType: "application/zip",
      buffer: Buffer.concat([zip, Buffer.alloc(3_000_000, 7)]),
    },
    { name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) },
    file("login.csv", [
      "Date,User,Login method,IP Address,Status",
      `${ago(1)},Kim,Password,10.0.0.1,Success`,
    ]),
    { name: "long.csv", mimeType: "text/csv", buffer: noLog },
    file("good.csv", [header, row(1, "Kim Minjun (minjun.kim@acme.example)")]),
  );
  await expect(item(page, "log.zip").getByRole("alert")).toContainText(/ZIP/);
  await expect(item(page, "login.csv").getByRole("alert")).toContainText(/Login/);
  await expect(item(page, "empty.csv")).toContainText(/Accepted\s*0/);
  // Its header is refused while most of it is still on the way.
  await expect(item(page, "long.csv").getByText("What do its columns mean?")).toBeVisible();
  await expect(item(page, "good.csv")).toContainText(/Accepted\s*1/);
  await expectAccessible(page);
  for (const name of ["log.zip", "login.csv", "good.csv"]) {
    await expect(page.getByRole("button", { name: `Details of ${name}` })).toBeVisible();
  }
});

test("takes what is dropped, and all of it goes by keyboard too", async ({ sources, phone }) => {
  test.skip(phone, "fingers drag no files");
  const page = await sources();
  const data = await page.evaluateHandle(
    (text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
      return transfer;
    },
    [header, row(1, "Kim Minjun (minjun.kim@acme.example)")].join("\r\n"),
  );
  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await expect(page.getByText("Drop files here")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  await expect(page.getByText("Drop files here")).toHaveCount(0);
  await expect(page.getByLabel("Time zone of the file")).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(item(page, "dropped.csv")).toContainText(/Accepted\s*1/);

  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).focus();
  await page.keyboard.press("Enter");
  await (await chooser).setFiles([file("chosen.csv", [header, row(2, "Kim Minjun")])]);
  await expect(page.getByLabel("Time zone of the file")).toBeFocused();
});

test("sends on while one is elsewhere, and can be canceled and sent again", async ({ sources, phone }) => {
  const page = await sources();
  let hold = true;
  await page.route(/\/api\/v1\/imports\?name=/, async (route) => {
    if (hold) return; // never answered: the browser gives up when it is told to
    await route.continue();
  });
  await importFiles(page, file("slow.csv", [header, row(1, "Kim Minjun (minjun.kim@acme.example)")]));
  await expect(item(page, "slow.csv").getByRole("progressbar")).toBeVisible();
  await expectAccessible(page);
  const go = async (name: string) => {
    if (phone) await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("link", { name }).click();
  };
  await go("Contacts");
  await expect(total(page)).toBeVisible();
  await go("Sources");
  await page.getByRole("button", { name: "Cancel: slow.csv" }).click();
  await expect(item(page, "slow.csv")).toContainText("What was stored by then stays");
  await expect(item(page, "slow.csv")).toBeFocused();
  hold = false;
  await page.getByRole("button", { name: "Send again: slow.csv" }).click();
  await expect(item(page, "slow.csv")).toContainText(/Accepted\s*1/);
});

test("shows the watched folder, and what it took", async ({ sources, folder }) => {
  const page = await sources();
  const watched = page.getByRole("article", { name: /^Watched folder/ });
  await expect(watched).toContainText(folder);
  await writeFile(
    join(folder, "in.csv.part"),
    `${header}\r\n${row(1, "Choi Jiwoo (jiwoo.choi@acme.example)")}\r\n`,
  );
  await rename(join(folder, "in.csv.part"), join(folder, "in.csv"));
  await expect(watched).toContainText("1 accepted", { timeout: 40_000 });
  await expect(page.getByRole("row", { name: /in\.csv.*Watched folder/ })).toBeVisible({ timeout: 40_000 });
  expect(await readdir(join(folder, "done"))).toContain("in.csv");

  await watched.getByRole("button", { name: "Pause: Watched folder" }).click();
  await expect(watched).toContainText("Paused");
  await expectAccessible(page);
  await watched.getByRole("button", { name: "Resume: Watched folder" }).click();
  await expect(watched.getByRole("button", { name: "Pause: Watched folder" })).toBeVisible();
});

/** A source of NAVER WORKS needs NAVER WORKS: its answers are made up, the page is real. */
test("shows which days there are, what is missing, and when it is forgotten", async ({ sources, page }) => {
  const gap = { from: "2026-11-03T10:00:00.000Z", to: "2026-11-05T10:00:00.000Z" };
  const at = (minutes: number) => new Date(Date.now() - minutes * minuteMS).toISOString();
  const problem = {
    at: at(20),
    code: "refused",
    message: "The download was answered with 403: FORBIDDEN.",
    window: gap,
  };
  let paused = false;
  const answers = () => [
    aSource({
      ...{ id: "whole", domain: 10000001, last_error: { ...problem, at: at(60) } },
      ...(paused ? { state: "paused", next_run: null } : {}),
    }),
    aSource({
      ...{ id: "behind", domain: 10000002, state: "running", window: gap, next_run: null, gaps: [gap] },
      ...{ last_success: at(4000), last_error: problem, forgets_in_days: 9, forgets_at: at(-13_000) },
      days: someDays({ 20: 0.4, 19: 0, 18: 0.3 }),
    }),
    aPushed("bulk", { accepted: 120_311, duplicate: 3 }),
  ];
  await page.route("**/api/v1/sources", (route) =>
    route.fulfill({ json: { now: new Date().toISOString(), sources: answers() } }),
  );
  await page.route("**/api/v1/sources/whole/*", (route) => {
    const does = route.request().url().split("/").pop();
    if (does === "run") {
      const error = { code: "paused", message: "This source is paused; resume it first." };
      return route.fulfill({ status: 409, json: { error } });
    }
    paused = does === "pause";
    return route.fulfill({ json: answers()[0] });
  });
  await sources();

  const whole = page.getByRole("article", { name: "NAVER WORKS Audit API, domain 10000001" });
  await expect(whole.getByRole("img", { name: "180 days pulled whole, 0 in part, 0 not" })).toBeVisible();
  await expect(whole).toContainText("Overcome");
  await expect(whole.getByRole("alert")).toHaveCount(0);
  // Somebody else paused it a moment ago.
  await whole.getByRole("button", { name: "Run now: NAVER WORKS Audit API" }).click();
  await expect(whole.getByRole("alert")).toContainText("Not done. This source is paused; resume it first.");
  await whole.getByRole("button", { name: "Pause: NAVER WORKS Audit API" }).click();
  await expect(whole.getByRole("status")).toContainText("Paused");
  await expect(whole.getByRole("alert")).toHaveCount(0);

  const behind = page.getByRole("article", { name: "NAVER WORKS Audit API, domain 10000002" });
  await expect(behind.getByRole("alert")).toContainText("The download was answered with 403");
  await expect(behind).toContainText("The source forgets in 9 days what was not pulled yet");
  await expect(behind).toContainText("Asks for 3 Nov 2026, 19:00 – 5 Nov 2026, 19:00");
  await expect(behind.getByRole("img", { name: "177 days pulled whole, 2 in part, 1 not" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await behind.getByRole("button", { name: "As table" }).click();
  await expect(behind.getByRole("row")).toHaveCount(182);
  await expect(behind.getByRole("row", { name: /40% pulled in part/ })).toHaveCount(1);
  await expectAccessible(page);
});

test("has all of it in Korean and Japanese", async ({ sources, phone }) => {
  const page = await sources();
  await importFiles(
    page,
    file("log.csv", [header, "어제,김서연,PC Web,Edit group,서울,Success", row(1, "김서연")]),
  );
  await expect(item(page, "log.csv")).toContainText("Done");
  for (const [language, rejected, title] of [
    ["한국어", "읽을 수 없는 시간", "수집 소스"],
    ["日本語", "読み取れない日時", "取り込み元"],
  ] as const) {
    if (phone) await page.getByRole("button", { name: /^(Menu|메뉴)$/ }).click();
    await page.getByRole("button", { name: language }).click();
    if (phone) await page.keyboard.press("Escape");
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(item(page, "log.csv")).toContainText(rejected);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
});
