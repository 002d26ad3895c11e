/** Takes the pictures of README and docs, into docs/images: make pictures. */
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import type { Row } from "./company";
import { aPushed, anImport, aSource, someDays } from "../src/testing/sources";
import { ask, eventRows, expect, test as base } from "./fixtures";
import { now, openAt, startCompany } from "./pictures";
import type { Server } from "./server";

type Scheme = "light" | "dark";

const test = base.extend<
  { at: (path: string, scheme?: Scheme) => Promise<Page>; save: (name: string) => Promise<void> },
  { company: Server }
>({
  company: [
    async ({}, use) => {
      const server = await startCompany();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  at: async ({ page, company, phone }, use) => {
    await use(async (path, scheme = "light") => {
      if (!phone) await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await openAt(page, company, path);
      return page;
    });
  },
  save: async ({ page }, use) => {
    await use(async (name) => {
      await page.waitForLoadState("networkidle");
      await page.screenshot({
        path: resolve(import.meta.dirname, `../../docs/images/${name}.png`),
        animations: "disabled",
        caret: "hide",
      });
    });
  },
});

const month = "/?from=now-30d";
const question = "/?q=edit+group+by+kim+failed";

const screens: [string, string, Scheme][] = [
  ["", "en-GB", "light"],
  ["-dark", "en-GB", "dark"],
  ["-ko", "ko-KR", "light"],
  ["-ja", "ja-JP", "light"],
];

for (const [suffix, locale, scheme] of screens) {
  test.describe(locale, () => {
    test.use({ locale });
    test(`contacts${suffix}`, async ({ at, save, phone }) => {
      const page = await at(month, scheme);
      if (!phone) await page.setViewportSize({ width: 1440, height: 720 });
      await save(`contacts${phone ? "-phone" : ""}${suffix}`);
    });
  });
}

test("an event, the person's day, and what was around", async ({ at, save, phone }) => {
  const page = await at(question);
  if (!phone) await page.setViewportSize({ width: 1280, height: 1040 });
  await eventRows(page).first().click();
  const around = page.getByRole("region", { name: "Around this event" });
  await expect(
    around.getByRole("list", { name: "Around this event" }).getByRole("button").first(),
  ).toBeVisible();
  if (!phone) {
    await page.getByText("Event ID").hover();
    await page.mouse.wheel(0, 640);
    await expect(around.getByRole("list").first()).toBeInViewport();
  }
  await save(phone ? "event-phone" : "event");
});

test("log-download", async ({ at, save, phone }) => {
  const page = await at("/");
  const asked = { tz: "Asia/Seoul", file_tz: "Asia/Seoul", language: "en" };
  const failed = { ...asked, q: "edit group by kim", filters: { status: ["failure"] } };
  const { origin } = new URL(page.url());
  const post = (path: string, data: object) =>
    page.context().request.post(`${origin}/api/v1/${path}`, { data, headers: { Origin: origin } });
  await post("exports", { ...asked, q: "delete", format: "xlsx" });
  await post("exports", {
    ...failed,
    filters: { not_service_type: ["scim"] },
    compression: "zip",
    split: "day",
  });
  await post("exports", { ...failed, q: "edit group", from: "2026-11-01", to: "2026-11-15" });
  const weekly = { every: "week", on: 1, at: "06:00", period: "previous", compression: "zip" };
  await post("schedules", { ...failed, ...weekly, name: "Failed edits of groups, weekly" });
  await page.goto(`${origin}/log-download`);
  await expect(page.getByRole("article").filter({ hasText: "Ready" })).toHaveCount(3);
  await save(phone ? "log-download-phone" : "log-download");
});

test("filter", async ({ at, save, phone }) => {
  test.skip(!phone, "beside the table on a wide screen");
  const page = await at("/?from=now-30d&status=failure&not_task=view_member_info");
  await page.getByRole("button", { name: /^Filter/ }).click();
  await expect(page.getByRole("button", { name: "Show events" })).toBeVisible();
  await save("filter-phone");
});

/** A NAVER WORKS, a folder and a shipper as they could stand: the real ones are not at hand, and are never the same. */
async function withSources(page: Page): Promise<void> {
  const at = now.getTime();
  const ago = (minutes: number) => new Date(at - minutes * 60_000).toISOString();
  const gap = { from: "2026-11-03T15:00:00.000Z", to: "2026-11-05T03:00:00.000Z" };
  const late = {
    at: ago(47),
    code: "incomplete",
    message: "The source could not finish the file.",
    window: gap,
  };
  const sources = [
    aSource(
      { domain: 10000001, gaps: [gap], last_error: late, days: someDays({ 18: 0.4, 17: 0, 16: 0.5 }, at) },
      at,
    ),
    aSource(
      {
        ...{ id: "naverworks-10000002", domain: 10000002, state: "running", window: gap, next_run: null },
        ...{ rows: { accepted: 2044 }, forgets_in_days: 9, forgets_at: ago(-9 * 1440) },
        days: someDays(Object.fromEntries(Array.from({ length: 30 }, (_, day) => [day, 0])), at),
      },
      at,
    ),
    {
      ...aPushed("folder", { accepted: 12_204, duplicate: 18 }, at),
      ...{ kind: "folder", folder: "/srv/audit/in", state: "waiting" },
    },
    aPushed("bulk", { accepted: 120_311, duplicate: 3 }, at),
  ];
  await page.route("**/api/v1/sources", (route) => route.fulfill({ json: { now: ago(0), sources } }));
}

/** From Contacts, where each picture begins. */
async function goToSources(page: Page, phone: boolean): Promise<void> {
  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Sources" }).click();
  await expect(page.getByRole("article").first()).toBeVisible();
}

test("sources", async ({ page, at, save, phone }) => {
  await at(month);
  await withSources(page);
  await goToSources(page, phone);
  await save(phone ? "sources-phone" : "sources");
});

test("a file with rows that could not be taken", async ({ page, at, save, phone }) => {
  await at(month);
  await withSources(page);
  // The company's own log stays as it is; and a file is sent at another moment each time.
  await page.route(/\/api\/v1\/imports\?name=/, (route) => route.fulfill({ json: report }));
  await goToSources(page, phone);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  const buffer = Buffer.from("Date,User,Service Type,Task,Target,Status\r\n");
  await (await chooser).setFiles([{ name: report.file, mimeType: "text/csv", buffer }]);
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await expect(page.getByRole("button", { name: "Save report (CSV)" })).toBeVisible();
  await page.getByRole("heading", { name: "Import files" }).evaluate((heading) => heading.scrollIntoView());
  await save(phone ? "import-phone" : "import");
});

test.describe("wide", () => {
  test.skip(({ phone }) => phone, "taken of a wide screen");

  test("ask", async ({ at, save }) => {
    const page = await at("/");
    await ask(page, "edit group by kim failed", false);
    await expect(page.getByRole("list", { name: "Conditions in force" })).toContainText("Task: Edit group");
    await page.getByRole("combobox", { name: "Search the audit log" }).blur();
    await save("ask");
  });

  test("suggestions", async ({ at, save }) => {
    const page = await at(month);
    const box = page.getByRole("combobox", { name: "Search the audit log" });
    await box.click();
    await box.pressSequentially("edit group by kim");
    await expect(page.getByRole("group", { name: "User" }).getByRole("option").first()).toBeVisible();
    await save("suggestions");
  });

  test("advanced", async ({ at, save }) => {
    const page = await at("/?q=kim&from=now-30d&task=edit_group&task=edit_team&not_service_type=scim");
    await page.getByRole("button", { name: "Advanced" }).click();
    await page.getByRole("button", { name: "Add condition" }).click();
    await save("advanced");
  });

  test("period", async ({ at, save }) => {
    const page = await at("/?from=2026-11-09&to=2026-11-20");
    await page.getByRole("button", { name: /^Period/ }).click();
    await expect(page.getByRole("button", { name: "Apply" })).toBeVisible();
    await save("period");
  });

  test("download", async ({ at, save }) => {
    const page = await at(month);
    await page.getByRole("button", { name: /^Download/ }).click();
    await expect(page.getByRole("button", { name: /^Request download/ })).toBeVisible();
    await save("download");
  });

  test("print", async ({ at, save }) => {
    const page = await at(question);
    await page.setViewportSize({ width: 1000, height: 420 });
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await expect(page.getByText("Printed")).toBeVisible();
    await save("print");
  });

  // The last, for what it adds to the log stays there.
  test("live", async ({ at, company, save }) => {
    const page = await at("/?live=1");
    const live = page.getByRole("status", { name: "Live tail" });
    await expect(live).toHaveText("Live");
    for (const [count, row] of coming.entries()) {
      await company.post([{ ...row, time: new Date(now.getTime() + (count - 8) * 700).toISOString() }]);
      await expect(eventRows(page).filter({ hasText: row.target.name })).not.toHaveCount(0);
    }
    await save("live");
  });
});

const unread = (line: number, value: string) => ({
  ...{ line, code: "invalid_time", field: "time", value },
  message: `The time "${value}" can't be read; write it like 2026-11-22 18:12:33 or 2026-11-22T09:12:33.123Z.`,
});

const report = anImport({
  ...{ file: "contacts-2026-11.csv", by: "admin", notes: ["Columns that are not read: Seat."] },
  ...{ bytes: 1_482_113, rows: 12_304, accepted: 12_281, duplicates: 20, rejected_total: 3 },
  rejected_by_code: { invalid_time: 2, missing_user: 1 },
  rejected: [
    unread(17, "22nd of November"),
    unread(18, "2026-11-31 10:00"),
    { line: 204, code: "missing_user", field: "user", value: "", message: "The row names no user." },
  ],
});

const person = (name: string, email: string) => ({ name, email: `${email}@acme.example` });
const yuna = person("Kim Yuna", "yuna.kim");
const haruto = person("佐藤 陽翔", "haruto.sato");
const seoyeon = person("김서연", "seoyeon.kim");

/** What happens while Live is on. */
const coming: Row[] = [
  came(yuna, "add_group", "Seoul Sales 31"),
  came(yuna, "edit_group", "Seoul Sales 32"),
  came(haruto, "edit_group", "Tokyo Platform 7", "failure"),
  came(seoyeon, "view_group", "판교 법무 3"),
  came(haruto, "edit_group", "Tokyo Platform 8"),
  came(yuna, "delete_group", "Seoul Sales 12", "failure"),
  came(seoyeon, "edit_group", "판교 법무 4"),
];

function came(user: Row["user"], task: string, group: string, status = "success"): Row {
  const target = { type: "group", name: group };
  return { time: "", user, task, target, status, service_type: "pc_web" };
}
