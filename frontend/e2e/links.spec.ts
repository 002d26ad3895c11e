import { eventRows, expect, test, total } from "./fixtures";
import { expectNoSidewaysScroll } from "./readable";

const unknownID = "01JZZZZZZZZZZZZZZZZZZZZZZZ";

/** Links as they come in: of another version, typed by hand, cut off by a mail program. What is left of each is shown. */
const links: [name: string, address: string, left: RegExp, said: string | null][] = [
  ["of another version", "?q=group&dateRange=30d&user[]=kim", /\?q=group$/, "dateRange=30d, user[]=kim"],
  ["with words where a time should be", "?status=failure&from=tuesday", /\?status=failure$/, "from=tuesday"],
  ["cut off within a time", "?status=failure&from=2026-11-0", /\?status=failure$/, "from=2026-11-0"],
  ["cut off within an event", "?q=group&event=01KAJ3T5Q", /\?q=group$/, "event=01KAJ3T5Q"],
  ["cut off within a letter", "?q=group%E4%B", /\?q=group/, null],
  ["cut off within a name", "?q=group&stat", /\?q=group$/, "stat="],
  ["that runs backwards", "?q=group&from=2026-11-05&to=2026-11-01", /\?q=group/, "from=2026-11-05"],
  ["to a zone that is none", "?q=group&tz=Mars%2FOlympus", /\?q=group$/, "tz=Mars/Olympus"],
  ["with columns that are none", "?q=group&cols=salary,%3Cb%3E", /\?q=group$/, "cols=salary,<b>"],
  ["said twice", "?q=group&sort=time&sort=colour", /\?q=group&sort=time$/, "sort=colour"],
  ["with a program in it", "?q=group&__proto__=1&constructor=<script>", /\?q=group$/, "constructor=<script>"],
];

test("a link of any kind shows what is left of it, and says what is not", async ({ open }) => {
  for (const [name, address, left, said] of links)
    await test.step(name, async () => {
      const page = await open(`/${address}`);
      await expect(page).toHaveURL(left);
      const notice = page.getByText("A part of this link was not understood and was left out:");
      if (said === null) await expect(notice).toHaveCount(0);
      else await expect(notice).toContainText(said);
      await expect(page.getByRole("alert")).toHaveCount(0);
      await expectNoSidewaysScroll(page);
    });
});

test("a link to an event that is no longer kept", async ({ open }) => {
  const page = await open(`/?q=group&event=${unknownID}`);
  await expect(page.getByText("This event is not here.").first()).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/\?q=group$/);
});

test("a link with an endless question, and one with an endless part that is not understood", async ({
  open,
  page,
  server,
}) => {
  await open("/");
  await page.goto(`${server.address}/?q=${"kim".repeat(3000)}`);
  await expect(page.getByRole("alert")).toContainText("Change the question");
  await expectNoSidewaysScroll(page);
  await open(`/?q=group&colour=${"red".repeat(3000)}`);
  const notice = page.getByRole("status").filter({ hasText: "A part of this link was not understood" });
  expect((await notice.boundingBox())?.height ?? 0).toBeLessThan(120);
  await expect(eventRows(page).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test("a link to a place that is not there leads back", async ({ open, page, server }) => {
  await open("/");
  await page.goto(`${server.address}/log-downlod?q=group`);
  await expect(page.getByRole("heading", { name: "There is no such page." })).toBeVisible();
  await page.getByRole("link", { name: "Go to Audit › Contacts" }).click();
  await expect(total(page)).toBeVisible();
});
