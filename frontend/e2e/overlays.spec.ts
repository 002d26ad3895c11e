import { eventRows, expect, test, total } from "./fixtures";
import { expectAccessible, expectNoSidewaysScroll } from "./readable";

/** What the specs of the single rooms do not open on their way, looked at by axe in both themes. */
test.beforeEach(async ({ page }) => page.emulateMedia({ reducedMotion: "reduce" }));

test("log-in, with a token that is refused", async ({ page, server }) => {
  await page.goto(server.address);
  await page.getByLabel("Token").fill("not-the-token-of-this-server");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This token is not known.")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("a link that is broken, one that leads nowhere, and a server that can't say who one is", async ({
  open,
  page,
  server,
}) => {
  await open("/?status=failure&from=tuesday&tz=America%2FNew_York");
  await expect(page.getByText("from=tuesday")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${server.address}/nowhere`);
  await expect(page.getByRole("heading", { name: "There is no such page." })).toBeVisible();
  await expectAccessible(page);
  for (const [status, body, sentence] of [
    [500, '{"error":{"code":"internal","message":"Our fault."}}', "Our fault."],
    [200, "<h1>Gateway</h1>", "The answer was not understood."],
  ] as const) {
    await page.route("**/api/v1/session", (route) => route.fulfill({ status, body }));
    await page.goto(server.address);
    await expect(page.getByRole("alert")).toContainText(sentence);
    await expectAccessible(page);
    await page.unroute("**/api/v1/session");
    await page.getByRole("button", { name: "Retry" }).click();
    await expect(total(page)).toBeVisible();
  }
});

test("a screen that broke by a mistake of its own", async ({ page, server, rows }) => {
  await page.addInitScript(() => {
    Intl.DateTimeFormat.prototype.formatToParts = () => {
      throw new Error("a mistake of the test's");
    };
  });
  expect(rows.length).toBeGreaterThan(0);
  await page.goto(server.link);
  await expect(page.getByRole("heading", { name: "This screen ran into a mistake" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("facets, zone and keys", async ({ open, page, phone }) => {
  await open("/?status=failure&not_service_type=scim");
  if (phone) await page.getByRole("button", { name: /^Filter/ }).click();
  await page.getByRole("button", { name: "Target", exact: true }).click();
  await page.getByRole("searchbox", { name: "Find in User" }).or(page.getByLabel("Find in User")).fill("kim");
  await expect(page.getByRole("checkbox", { name: /Kim Minjun/ }).first()).toBeVisible();
  await expectAccessible(page, phone ? "overlay" : "page");
  if (phone) await page.getByRole("button", { name: "Show events" }).click();

  await page.getByRole("button", { name: /^Period/ }).click();
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await expect(zone).toBeVisible();
  if (!phone) {
    await zone.fill("New_York");
    await expect(page.getByRole("option", { name: "America/New_York" })).toBeVisible();
  }
  await expectAccessible(page, "overlay");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  if (phone) return;
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await eventRows(page).first().focus();
  await page.keyboard.press("?");
  await expect(
    page.getByRole("dialog", { name: "Keyboard" }).getByText("Next row, row before"),
  ).toBeVisible();
  await expectAccessible(page, "overlay");
});

test("an event with each kind of neighbours, and what the log wrote", async ({ open, page }) => {
  await open("/?q=edit+group");
  await eventRows(page).nth(2).click();
  const around = page.getByRole("region", { name: "Around this event" });
  for (const tab of await around.getByRole("tab").all()) {
    await tab.click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
    await expect(around.getByRole("list").getByRole("button").first()).toBeVisible();
    await expectAccessible(page);
  }
  await page.getByText("Raw JSON", { exact: true }).click();
  await expectAccessible(page);
});

test("live: on, with a gap, paused, and off the line", async ({ open, page, server, rows }) => {
  await page.routeWebSocket(/\/api\/v1\/tail/, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => {
      socket.send(message);
      const { type, seq = 0 } = JSON.parse(String(message)) as { type: string; seq?: number };
      if (type === "hello")
        socket.send(JSON.stringify({ type: "gap", missed: 37, after: seq, before: seq + 38 }));
    });
  });
  await open("/?live=1");
  const status = page.getByRole("status", { name: "Live tail" });
  await expect(status).toContainText(/^Live/);
  await expect(page.getByText("37 events not shown")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(status).toHaveText("Paused");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Resume" }).click();

  // The server goes away for good; what came stays, and the page says what is the matter.
  await server.stop();
  await expect(status).toContainText("Connection lost");
  await expect(page.getByRole("alert")).toContainText("The server can't be reached.", {
    timeout: 25_000,
  });
  await expect(eventRows(page).first()).toContainText(rows[0]?.user.name ?? "nobody");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
