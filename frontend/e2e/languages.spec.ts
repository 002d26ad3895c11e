import type { Page } from "@playwright/test";
import type { Row } from "./company";
import { eventRows, expect, test, total } from "./fixtures";
import { expectAccessible } from "./readable";

const languages = {
  ko: {
    name: "한국어",
    menu: "메뉴",
    total: /이벤트 [\d,]+건/,
    day: /^20\d\d년 \d+월 \d+일 .요일$/,
    grid: "이벤트",
    download: "다운로드",
    close: "닫기",
    language: /머리글과 항목 이름의 언어/,
    request: /^[\d,]+행 다운로드 요청$/,
    details: /^상세 정보/,
    delete: /^삭제/,
    task: "그룹 수정",
  },
  ja: {
    name: "日本語",
    menu: "メニュー",
    total: /[\d,]+件のイベント/,
    day: /^20\d\d年\d+月\d+日.曜日$/,
    grid: "イベント",
    download: "ダウンロード",
    close: "閉じる",
    language: /見出しと項目名の言語/,
    request: /^[\d,]+行のダウンロードをリクエスト$/,
    details: /^詳細/,
    delete: /^削除/,
    task: "グループの修正",
  },
} as const;
type Language = keyof typeof languages;

async function choose(page: Page, language: Language, phone: boolean) {
  if (phone) await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: languages[language].name }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  if (phone) await page.keyboard.press("Escape");
  await expect(page.getByText(languages[language].total).first()).toBeVisible();
}

// What stays as it is in every language: names, formats and zones, and what the log itself says.
const international =
  /\b(?:whodid|API|SCIM|JSON|NDJSON|CSV|XLSX|ZIP|gzip|SHA|contacts-audit-[\d-]+\.csv|UTC|GMT|English|Excel|Enter|Shift|Esc|admin|dev|by kim|ID)\b|[A-Z][a-z]+\/[A-Z][A-Za-z_]+|[\w.+-]+@[\w.-]+|\b[0-9A-HJKMNP-TV-Z]{26}\b/g;

/** What the page says in words of its own: on buttons, labels and headings, and to those who listen to it. */
async function foreignWords(page: Page, rows: Row[]): Promise<string[]> {
  const names = rows.flatMap(({ user, target }) => [user.name, target.name]);
  const texts = await page.evaluate(() => {
    const seen = [
      ...document.querySelectorAll<HTMLElement>(
        "button, label, legend, h1, h2, h3, dt, th, nav a, [role=columnheader], [role=status]",
      ),
    ];
    const labelled = [...document.querySelectorAll("[aria-label], [placeholder]")];
    return [
      ...seen.filter((element) => element.offsetParent !== null).map((element) => element.innerText),
      ...labelled.flatMap((element) => [
        element.getAttribute("aria-label"),
        element.getAttribute("placeholder"),
      ]),
    ].filter((text) => text !== null);
  });
  const own = (text: string) =>
    [...new Set(names)].reduce((rest, name) => rest.replaceAll(name, ""), text).replaceAll(international, "");
  return [...new Set(texts)].filter((text) => /[A-Za-z]{3,}/.test(own(text)));
}

/** Buttons whose words do not fit into them. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, nav a, [role=columnheader]")]
      .filter((element) => element.innerText.trim() !== "" && element.offsetParent !== null)
      // A phone has no head of its table to see.
      .filter((element) => !element.closest(".visually-hidden"))
      .filter((element) => !["ellipsis"].includes(getComputedStyle(element).textOverflow))
      .filter((element) => {
        const box = element.getBoundingClientRect();
        // The edge of a column's head, by which it is drawn wider, stands over the next on purpose.
        if (element.getAttribute("role") === "columnheader") return false;
        return element.scrollWidth > element.clientWidth + 1 || box.right > window.innerWidth + 1;
      })
      .map((element) => element.innerText),
  );
}

for (const language of Object.keys(languages) as Language[]) {
  const words = languages[language];
  test(`speaks ${language} altogether, and keeps it`, async ({ open, rows, phone }) => {
    const page = await open("/?from=now-30d&task=edit_group");
    await choose(page, language, phone);
    await page.reload();
    await expect(page.getByText(words.total).first()).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    const grid = page.getByRole("grid", { name: words.grid });
    await expect(grid.getByText(words.day).first()).toBeVisible();
    const row = grid.getByRole("row").filter({ hasText: words.task }).first();
    await expect(row).toBeVisible();
    expect(await foreignWords(page, rows)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);

    await row.click();
    // Beside a sheet React Aria has a hidden button of the same name.
    const close = page.getByRole("button", { name: words.close, exact: true }).last();
    await expect(close).toBeVisible();
    expect(await foreignWords(page, rows)).toEqual([]);
    await close.click();

    await page.getByRole("button", { name: words.download }).click();
    const dialog = page.getByRole("dialog", { name: words.download });
    await expect(dialog.getByLabel(words.language)).toHaveValue(language);
    expect(await foreignWords(page, rows)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await expectAccessible(page, "overlay");

    await dialog.getByRole("button", { name: words.request }).click();
    const item = page.getByRole("article");
    await item.getByRole("button", { name: words.details }).click();
    await item.getByRole("button", { name: words.delete }).click();
    expect(await foreignWords(page, rows)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await expectAccessible(page);
  });
}

test("begins in the browser's own language and loads no other", async ({
  server,
  rows,
  browser,
  viewport,
}) => {
  const context = await browser.newContext({ locale: "ja-JP", viewport });
  const page = await context.newPage();
  const catalogues: string[] = [];
  page.on("request", (request) => {
    const name = /\/assets\/(en|ko|ja)-/.exec(request.url())?.[1];
    if (name) catalogues.push(name);
  });
  await page.goto(server.address);
  await expect(page.getByRole("heading", { name: "whodid にログイン" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  expect(catalogues.length).toBeGreaterThan(0);
  expect(new Set(catalogues)).toEqual(new Set(["ja"]));
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Log in to whodid" })).toBeVisible();
  expect(rows.length).toBeGreaterThan(0);
  await context.close();
});

test("prints the question and its rows, and nothing of the screen around them", async ({
  open,
  page,
  rows,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open("/?status=failure&q=group");
  const failed = rows.filter((row) => row.status === "failure" && row.task === "edit_group");
  await expect(eventRows(page)).toHaveCount(failed.length);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const table = page.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(failed.length + 1);
  await expect(table).toContainText(failed[0]?.target.email ?? "nothing failed");
  const sheet = page.locator("[data-print]");
  await expect(sheet).toContainText("group · Status: Failure");
  await expect(sheet).toContainText(`${failed.length} events`);
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("grid")).toHaveCount(0);
  expect((await page.pdf()).length).toBeGreaterThan(1000);
  await page.emulateMedia({ media: "screen" });
  await expect(table).toHaveCount(0);
  await expect(total(page)).toBeVisible();
});

test("moves nothing for whoever asked for less motion", async ({ open, page, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open();
  const still = () => page.evaluate(() => document.getAnimations().length);
  await eventRows(page).first().click();
  expect(await still()).toBe(0);
  await page.getByRole("button", { name: "Close" }).click();
  if (phone) {
    await page.getByRole("button", { name: "Menu" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await still()).toBe(0);
    await page.keyboard.press("Escape");
  }
  await page.getByRole("button", { name: "Download" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await still()).toBe(0);
});
