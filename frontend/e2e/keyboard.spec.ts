import { expect, test } from "./fixtures";

test("nothing in the page is out of reach of Tab, and the focus is always seen", async ({ open, phone }) => {
  test.skip(phone, "a phone has no keyboard");
  const page = await open("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the events" })).toBeFocused();
  const reached = new Set<string>();
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      // A box may show the focus of what is in it.
      const around = [
        element,
        element.parentElement,
        element.parentElement?.parentElement,
        element.closest("form"),
      ];
      const seen = around.some((box) => {
        if (!box) return false;
        const { outlineStyle, boxShadow } = getComputedStyle(box);
        return outlineStyle !== "none" || boxShadow !== "none";
      });
      return { name: element.getAttribute("aria-label") ?? element.textContent.trim(), seen };
    });
    if (!found) break;
    expect(found.seen, found.name).toBeTruthy();
    reached.add(found.name);
  }
  for (const name of ["Live", "Advanced", "Search the audit log", "Log out"])
    expect([...reached]).toContain(name);
});
