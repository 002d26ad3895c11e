import type { Page } from "@playwright/test";
import { ask, eventRows, expect, test, total } from "./fixtures";
import { expectAccessible, expectNoSidewaysScroll } from "./readable";

/** Where questions are typed: on a wide screen always there, on a phone in the search that the icon opens. */
async function openBox(page: Page, phone: boolean) {
  if (phone) await page.getByRole("button", { name: "Open search" }).click();
  else await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Search the audit log" });
  await expect(box).toBeFocused();
  return box;
}

const conditions = (page: Page) => page.getByRole("list", { name: "Conditions in force" });

test("suggests what is being typed, with counts, and asks it", async ({ open, rows, phone }) => {
  const page = await open();
  const box = await openBox(page, phone);
  const edits = rows.filter((row) => row.task === "edit_group");
  await box.pressSequentially("edit gr");
  await expect(page.getByRole("option", { name: `Edit group, ${edits.length} events` })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(box).toHaveValue('task:"Edit group" ');

  // A Korean name by its middle, counted within the edits.
  const hers = edits.filter((row) => row.user.name === "김서연");
  await box.pressSequentially("서연");
  const person = page.getByRole("group", { name: "User" }).getByRole("option");
  await expect(person).toHaveAccessibleName(`김서연, seoyeon.kim@acme.example, ${hers.length} events`);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(box).toHaveValue('task:"Edit group" user:seoyeon.kim@acme.example ');
  await page.keyboard.press("Enter");
  await expect(total(page)).toContainText(`${hers.length} events`);
  await expect(conditions(page)).toContainText("Task: Edit group");
  await expect(conditions(page)).toContainText("User: seoyeon.kim@acme.example");
});

test("shows what it understood of a sentence, each part to be taken back", async ({ open, rows, phone }) => {
  const page = await open();
  const failed = rows.filter(
    (row) => row.task === "edit_group" && row.status === "failure" && row.user.email.includes("kim"),
  );
  await ask(page, "edit group by kim failed last 30 days", phone);
  await expect(total(page)).toContainText(`${failed.length} event`);
  for (const label of ["Task: Edit group", "User: kim", "Status: Failure", "Period: last 30 days"]) {
    await expect(conditions(page)).toContainText(label);
  }
  await expect(page.getByRole("status", { name: "How the question was read" })).toContainText(
    "Read as conditions: edit group, failed, last 30 days.",
  );

  await page.getByRole("button", { name: "Remove Status: Failure" }).click();
  await expect(page).toHaveURL(/q=edit\+group\+by\+kim\+last\+30\+days$/);
  await expect(page.getByRole("button", { name: "Remove Period: last 30 days" })).toBeFocused();
  const edits = rows.filter((row) => row.task === "edit_group" && row.user.email.includes("kim"));
  await expect(total(page)).toContainText(`${edits.length} events`);
});

test("says so where a question can’t be read, and searches all the same", async ({ open, phone }) => {
  const page = await open();
  await ask(page, 'edit "group', phone);
  await expect(page.getByText("A quote is not closed. Searched as plain words.")).toBeVisible();
  await expect(eventRows(page).first()).toBeVisible();
});

test("remembers what was asked, and forgets it when told to", async ({ open, phone }) => {
  const page = await open();
  for (const question of ["edit group", "view by kim"]) {
    await ask(page, question, phone);
    await expect(conditions(page)).toBeVisible();
  }
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(conditions(page)).toHaveCount(0);

  const box = await openBox(page, phone);
  if (phone) await box.click();
  const recent = page.getByRole("group", { name: "Recent questions" });
  await expect(recent.getByRole("option")).toHaveText(["view by kim", "edit group"]);
  await page.getByRole("button", { name: "Remove “view by kim” from the recent questions" }).click();
  await expect(recent.getByRole("option")).toHaveText(["edit group"]);
  await recent.getByRole("option", { name: "edit group" }).click();
  await expect(page).toHaveURL(/q=edit\+group/);
  await expect(conditions(page)).toContainText("Task: Edit group");
});

test("box, rows and address are one state", async ({ open, rows, phone }) => {
  const page = await open("/?q=user:kim+-via:scim+edit&not_status=failure");
  const matching = (row: (typeof rows)[number]) =>
    row.user.email.includes("kim") &&
    row.service_type !== "scim" &&
    row.task === "edit_group" &&
    row.status !== "failure";
  await expect(total(page)).toContainText(`${rows.filter(matching).length} events`);
  await expect(conditions(page)).toContainText("not Service Type: SCIM");

  await page.getByRole("button", { name: phone ? "Open search" : "Advanced" }).click();
  const form = page.getByRole("dialog");
  const row = (at: number) => form.getByRole("group", { name: `Condition ${at}` });
  await expect(row(1).getByRole("checkbox", { name: "Failure" })).toBeChecked();
  await expect(row(2)).toContainText("kim");
  await expect(row(3).getByRole("checkbox", { name: "SCIM" })).toBeChecked();

  // Another exact person, out of those that the log has.
  await row(2).getByRole("combobox", { name: "Comparison" }).selectOption("is");
  await row(2).getByRole("button", { name: "Remove kim" }).click();
  await row(2).getByRole("combobox", { name: "Values for User" }).pressSequentially("obrien");
  await form.getByRole("option", { name: /O'Brien Kim/ }).click();
  await form.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(/\?q=-via%3Ascim\+edit&user=kim\.obrien%40acme\.example&not_status=failure$/);
  const his = rows.filter((one) => matching(one) && one.user.email === "kim.obrien@acme.example");
  await expect(total(page)).toContainText(`${his.length} event`);

  await page.goBack();
  await expect(total(page)).toContainText(`${rows.filter(matching).length} events`);
});

test("what helps to ask is readable by everybody", async ({ open, page, phone }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("/?q=edit+group+by+kim+-tokyo+failed+(a+or+b)&not_status=success");
  await expect(conditions(page)).toContainText("not tokyo");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await ask(page, "edit group", phone);
  const box = await openBox(page, phone);
  await box.fill("ki");
  await expect(page.getByRole("option").filter({ hasText: "Kim Minjun" }).first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expectAccessible(page, phone ? "overlay" : "page");
  await expectNoSidewaysScroll(page);
  await box.fill("");
  await box.click();
  await expect(page.getByRole("group", { name: "Recent questions" })).toBeVisible();
  await expectAccessible(page, phone ? "overlay" : "page");
  await page.keyboard.press("Escape");

  if (!phone) await page.getByRole("button", { name: "Advanced" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Add condition" }).click();
  await form.getByRole("button", { name: "Add condition" }).click();
  const first = form.getByRole("group", { name: "Condition 1" });
  await first.getByRole("combobox", { name: "Field" }).selectOption("User");
  await first.getByRole("combobox", { name: "Comparison" }).selectOption("is");
  await first.getByRole("combobox", { name: "Values for User" }).pressSequentially("kim");
  await expect(first.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await expectAccessible(page, "overlay");
  await expectNoSidewaysScroll(page);
});
