import { readFile } from "node:fs/promises";
import { eventRows, expect, test, total } from "./fixtures";

test("takes home what the screen shows", async ({ open, rows }) => {
  const page = await open("/?status=failure&q=group");
  const failed = rows.filter((row) => row.status === "failure" && row.task === "edit_group");
  await expect(total(page)).toContainText(`${failed.length} events`);
  const onScreen = await eventRows(page).allInnerTexts();

  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: `Download ${failed.length} rows` }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const [header, ...lines] = text
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n");
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
