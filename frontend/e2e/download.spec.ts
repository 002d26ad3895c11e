import { createServer, type Server as HTTPServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { eventRows, expect, test as base, total } from "./fixtures";
import { expectAccessible } from "./readable";
import { token, type Server } from "./server";

/** How an export comes over a line: in pieces, with pauses, and perhaps not to its end. */
type LineManner = { pieceBytes: number; pauseMS: number; breakAfterBytes?: number };

/** The way of exports, which a test can make slow or break. The rows and headers are the server's own. */
const test = base.extend<{ line: (page: Page, manner: LineManner | null) => Promise<void> }>({
  line: async ({ server }, use) => {
    let manner: LineManner | null = null;
    const proxy = await slowLine(server, () => manner);
    const { port } = proxy.address() as AddressInfo;
    await use(async (page, wanted) => {
      const first = manner === null;
      manner = wanted;
      if (!first) return;
      await page.route(/\/api\/v1\/export\./, (route) => {
        const url = new URL(route.request().url());
        url.port = String(port);
        return route.continue({ url: url.toString() });
      });
    });
    proxy.closeAllConnections();
    proxy.close();
  },
});

async function slowLine(server: Server, manner: () => LineManner | null): Promise<HTTPServer> {
  const proxy = createServer((asked, answer) => {
    void (async () => {
      const real = await fetch(server.address + (asked.url ?? ""), {
        headers: { Authorization: `Bearer ${token}` },
      });
      answer.writeHead(real.status, {
        "Content-Type": real.headers.get("Content-Type") ?? "",
        "X-Whodid-Rows": real.headers.get("X-Whodid-Rows") ?? "",
      });
      const file = Buffer.from(await real.arrayBuffer());
      for (let at = 0; at < file.length && !answer.destroyed;) {
        const {
          pieceBytes,
          pauseMS,
          breakAfterBytes = Infinity,
        } = manner() ?? { pieceBytes: 1 << 20, pauseMS: 0 };
        if (at >= breakAfterBytes) {
          answer.socket?.destroy();
          return;
        }
        answer.write(file.subarray(at, at + pieceBytes));
        at += pieceBytes;
        await new Promise((resolve) => setTimeout(resolve, pauseMS));
      }
      answer.end();
    })();
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return proxy;
}

const openDialog = async (page: Page) => {
  await page.getByRole("button", { name: /^Download/ }).click();
  return page.getByRole("dialog", { name: "Download" });
};

const goToLogDownload = async (page: Page, phone: boolean) => {
  await page.keyboard.press("Escape");
  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: /^Log Download/ }).click();
  await expect(page.getByRole("heading", { name: "Log Download", level: 1 })).toBeVisible();
};

const linesOf = (text: string) =>
  text
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n");

test("takes home what the screen shows", async ({ open, rows }) => {
  const page = await open("/?status=failure&q=group");
  const failed = rows.filter((row) => row.status === "failure" && row.task === "edit_group");
  await expect(total(page)).toContainText(`${failed.length} events`);
  const onScreen = await eventRows(page).allInnerTexts();

  const dialog = await openDialog(page);
  await expect(dialog).toContainText(`${failed.length} rows`);
  await expect(dialog).toContainText(/about [\d.]+ kB/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: `Download ${failed.length} rows` }).click(),
  ]);
  await expect(dialog.getByRole("article")).toContainText("Complete");
  expect(download.suggestedFilename()).toMatch(/^contacts-audit-\d{8}-\d{6}\.csv$/);
  const [header, ...lines] = linesOf(await readFile(await download.path(), "utf8"));
  expect(header).toBe("Date,User,Service Type,Task,Target,Status,Date (UTC),Event ID,User ID,Target Type");
  expect(lines).toHaveLength(failed.length);

  // Newest first, as on the screen: the file's rows are the rows that were posted, and those that are shown.
  lines.forEach((line, at) => {
    const row = failed[at];
    expect(line).toContain(row?.time);
    expect(line).toContain(`${row?.target.name} (${row?.target.email})`);
    if (at < onScreen.length) expect(onScreen[at]).toContain(row?.user.name);
  });
});

test("writes a file in another language and another zone, and as lines of JSON", async ({ open, rows }) => {
  const page = await open("/?from=now-24h");
  await expect(total(page)).toContainText("35 events");
  let dialog = await openDialog(page);
  await dialog.getByLabel(/Language of headers/).selectOption("ko");
  await dialog.getByLabel(/Time zone of the dates/).selectOption("UTC");
  const [csv] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download 35 rows" }).click(),
  ]);
  const [header, ...lines] = linesOf(await readFile(await csv.path(), "utf8"));
  expect(header).toBe("일시,사용자,서비스 타입,작업,대상,상태,일시 (UTC),이벤트 ID,사용자 ID,대상 유형");
  expect(lines).toHaveLength(35);
  expect(lines[0]).toContain(rows[0]?.time.slice(0, 19).replace("T", " "));
  expect(lines[0]).toContain("그룹 수정");

  await page.keyboard.press("Escape");
  dialog = await openDialog(page);
  await dialog.getByRole("radio", { name: /NDJSON/ }).check();
  const [ndjson] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download 35 rows" }).click(),
  ]);
  const events = (await readFile(await ndjson.path(), "utf8")).trimEnd().split("\n");
  expect(events.map((line) => (JSON.parse(line) as { time: string }).time)).toEqual(
    rows.slice(0, 35).map(({ time }) => time),
  );
});

test("goes on while one works elsewhere, can be canceled and had again", async ({
  open,
  rows,
  line,
  phone,
}) => {
  const page = await open();
  await line(page, { pieceBytes: 2000, pauseMS: 100 });
  const dialog = await openDialog(page);
  await dialog.getByRole("button", { name: `Download ${rows.length} rows` }).click();
  await expect(dialog).toContainText(new RegExp(`\\d+ of ${rows.length} rows`));
  await expect(dialog).toContainText(/rows a second.* left/);
  const bar = dialog.getByRole("progressbar");
  const share = async () => Number(await bar.getAttribute("value"));
  await expect.poll(share).toBeGreaterThan(0.03);

  // Another search meanwhile; the file does not mind.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /^Download, \d+% of one is here$/ })).toBeVisible();
  await page.getByRole("button", { name: /oldest first$|^Date/ }).click();
  await expect(page).toHaveURL(/sort=time/);

  // Whoever leaves is asked.
  const asked = page.waitForEvent("dialog");
  const leaving = page.goto("about:blank").catch(() => undefined);
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();
  await leaving;

  await goToLogDownload(page, phone);
  const item = page.getByRole("article");
  await expect(item).toContainText(/Downloading \d+%/);
  await item.getByRole("button", { name: /^Cancel/ }).click();
  await expect(item).toContainText(new RegExp(`Canceled after \\d+ of ${rows.length} rows`));

  await line(page, { pieceBytes: 1 << 20, pauseMS: 0 });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    item.getByRole("button", { name: /^Download again/ }).click(),
  ]);
  await expect(item).toContainText(`${rows.length} rows, as many as the server counted`);
  expect(linesOf(await readFile(await download.path(), "utf8"))).toHaveLength(rows.length + 1);
  await item.getByRole("link", { name: "Show these events" }).click();
  await expect(total(page)).toContainText(`${rows.length} events`);
});

test("calls a broken file failed, and never gives it out", async ({ open, rows, line, phone }) => {
  const page = await open();
  const given: string[] = [];
  page.on("download", (download) => given.push(download.suggestedFilename()));
  await line(page, { pieceBytes: 20_000, pauseMS: 60, breakAfterBytes: 60_000 });
  const dialog = await openDialog(page);
  await dialog.getByRole("button", { name: `Download ${rows.length} rows` }).click();
  await expect(dialog).toContainText(new RegExp(`The connection broke after \\d+ of ${rows.length} rows`));
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alert")).toContainText("Download failed: contacts-audit");
  await page.getByRole("alert").getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);

  // A file that ends properly, but short, is no better.
  await page.unroute(/\/api\/v1\/export\./);
  await page.route(/\/api\/v1\/export\./, async (route) => {
    const answer = await route.fetch();
    const whole = await answer.text();
    await route.fulfill({ response: answer, body: `${linesOf(whole).slice(0, 11).join("\r\n")}\r\n` });
  });
  await (await openDialog(page)).getByRole("button", { name: `Download ${rows.length} rows` }).click();
  await expect(dialog).toContainText(`The file ended with 10 of ${rows.length} rows`);
  await goToLogDownload(page, phone);
  await expect(page.getByRole("article")).toHaveCount(2);
  await expect(page.getByRole("article").filter({ hasText: "Failed" })).toHaveCount(2);
  await expect(page.getByRole("button", { name: /^Save/ })).toHaveCount(0);
  expect(given).toEqual([]);
});

test("writes a large file where the reader says, as it comes in", async ({ open, page, rows }) => {
  // The picker is the browser's own window; the place chosen there is one of the page's origin.
  await page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        const folder = await navigator.storage.getDirectory();
        return folder.getFileHandle(suggestedName, { create: true });
      },
    });
  });
  // Only a million rows are large; the search says so, the export's own count holds.
  await page.route(/\/api\/v1\/search\?/, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { total?: { value: number } };
    if (body.total) body.total.value = 1_000_000;
    await route.fulfill({ response: answer, json: body });
  });
  await open();
  const dialog = await openDialog(page);
  await expect(dialog).toContainText("You are asked where to save it");
  await dialog.getByRole("button", { name: "Download 1,000,000 rows" }).click();
  await expect(dialog).toContainText("Saved where you chose");
  const written = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const texts: string[] = [];
    for await (const entry of folder.values())
      texts.push(await (await (entry as FileSystemFileHandle).getFile()).text());
    return texts;
  });
  expect(written).toHaveLength(1);
  expect(linesOf(written[0] ?? "")).toHaveLength(rows.length + 1);
});

test("is readable by everybody", async ({ open, page, line, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?q=kim");
  await line(page, { pieceBytes: 100, pauseMS: 200 });
  const dialog = await openDialog(page);
  const submit = dialog.getByRole("button", { name: /^Download \d+ rows$/ });
  await expect(submit).toBeVisible();
  await expectAccessible(page, "overlay");
  await submit.click();
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await expectAccessible(page, "overlay");
  await goToLogDownload(page, phone);
  await expectAccessible(page, "page");
  await page.getByRole("button", { name: /^Cancel/ }).click();
  await expectAccessible(page, "page");
  await page.getByRole("button", { name: /^Remove/ }).click();
  await expect(page.getByRole("heading", { name: "No downloads yet" })).toBeVisible();
  await expectAccessible(page, "page");
});
