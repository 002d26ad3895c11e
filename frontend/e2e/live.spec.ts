import type { Row } from "./company";
import { eventRows, expect, test, total } from "./fixtures";

function now(name: string, laterMS = 0): Row {
  return {
    time: new Date(Date.now() + laterMS).toISOString(),
    user: { name, email: `${name.toLowerCase().replaceAll(" ", ".")}@acme.example` },
    task: "delete_group",
    target: { type: "group", name: "Osaka Audit 5" },
    status: "success",
    service_type: "api",
  };
}

test("shows a new event within a second, and holds while the reader points at the rows", async ({
  open,
  server,
  phone,
}) => {
  const page = await open("/?q=group");
  const toggle = page.getByRole("switch", { name: "Live" });
  await toggle.click();
  await expect(toggle).toBeChecked();
  await expect(page.getByRole("status", { name: "Live tail" })).toContainText("Live");
  await expect(page).toHaveURL(/live=1/);

  await server.post([
    now("Han Nari"),
    { ...now("Nobody Asked"), task: "view_member_info", target: { type: "member", name: "X" } },
  ]);
  await expect(eventRows(page).first()).toContainText("Han Nari", { timeout: 1000 });
  await expect(page.getByText("Nobody Asked")).toHaveCount(0);

  if (!phone) {
    await eventRows(page).first().hover();
    await server.post([now("Oh Sujin")]);
    const badge = page.getByRole("button", { name: "1 new, show" });
    await expect(badge).toBeVisible();
    await expect(eventRows(page).first()).toContainText("Han Nari");
    await badge.click();
    await expect(eventRows(page).first()).toContainText("Oh Sujin");
  }

  await toggle.click();
  await expect(page.getByRole("status", { name: "Live tail" })).toHaveCount(0);
  await expect(total(page)).toBeVisible();
});

test("goes on where it was after a lost connection", async ({ open, server, page }) => {
  // The first connection is the test's to cut.
  const cut: (() => Promise<void>)[] = [];
  await page.routeWebSocket(/\/api\/v1\/tail/, (socket) => {
    socket.connectToServer();
    cut.push(() => socket.close());
  });
  await open("/?q=group&live=1");
  const status = page.getByRole("status", { name: "Live tail" });
  await expect(status).toContainText(/^Live/);
  await server.post([now("Han Nari")]);
  await expect(eventRows(page).first()).toContainText("Han Nari");

  await cut[0]?.();
  await server.post([now("Oh Sujin")]);
  await expect(eventRows(page).first()).toContainText("Oh Sujin");
  await expect(eventRows(page).nth(1)).toContainText("Han Nari");
  await expect(status).toContainText(/^Live/);
  await expect(eventRows(page).filter({ hasText: "Oh Sujin" })).toHaveCount(1);
});

test("stands still when told to, counts what waits, and goes on", async ({ open, server, page }) => {
  await open("/?q=group&live=1");
  const status = page.getByRole("status", { name: "Live tail" });
  await expect(status).toContainText(/^Live/);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(status).toHaveText("Paused");
  await server.post([now("Han Nari", -5), now("Oh Sujin")]);
  await expect(page.getByRole("button", { name: "2 new, show" })).toBeVisible();
  await expect(page.getByText("Han Nari")).toHaveCount(0);
  await page.locator("body").press("p");
  await expect(status).toContainText(/^Live/);
  await expect(eventRows(page).first()).toContainText("Oh Sujin");
  await expect(page.getByText(/^0\.[1-9]\/s$/)).toBeVisible();

  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page.getByText("Oh Sujin")).toHaveCount(0);
  await expect(page.getByText(/events cleared from this list/)).toBeVisible();
  await server.post([now("Kang Dohyun")]);
  await expect(eventRows(page).first()).toContainText("Kang Dohyun");
  await page.getByRole("button", { name: "Show them again" }).click();
  await expect(eventRows(page).nth(1)).toContainText("Oh Sujin");
});

test("keeps total and facets up while events come, and the rows when it is switched off", async ({
  open,
  server,
  page,
  rows,
}) => {
  const groups = rows.filter((row) => row.task === "edit_group").length;
  await open("/?q=task:edit_group+or+task:delete_group&live=1");
  await expect(page.getByRole("status", { name: "Live tail" })).toContainText(/^Live/);
  await expect(total(page)).toContainText(`${groups} events`);
  await server.post([now("Han Nari", -5), now("Oh Sujin")]);
  await expect(eventRows(page).first()).toContainText("Oh Sujin");
  await expect(total(page)).toContainText(`${groups + 2} events`);

  // The search that follows takes its time; the rows wait for it.
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/api\/v1\/search/, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("switch", { name: "Live" }).click();
  await expect(page).not.toHaveURL(/live=1/);
  await expect(eventRows(page).first()).toContainText("Oh Sujin");
  answer();
  await expect(page.getByRole("grid", { name: "Events" })).toHaveAttribute("aria-busy", "false");
  await expect(eventRows(page).first()).toContainText("Oh Sujin");
  await expect(eventRows(page).filter({ hasText: "Oh Sujin" })).toHaveCount(1);
});

test("says what the server said and goes on behind a day that can't be read", async ({
  open,
  server,
  page,
}) => {
  // The server's third frame is replaced by the one that it sends of a broken day.
  const addresses: string[] = [];
  await page.routeWebSocket(/\/api\/v1\/tail/, (socket) => {
    addresses.push(socket.url());
    const upstream = socket.connectToServer();
    const broken = addresses.length === 1;
    upstream.onMessage((message) => {
      if (broken && String(message).includes('"events"')) {
        const error = { code: "day_unavailable", message: "The day 2026-11-20 can't be read." };
        socket.send(JSON.stringify({ type: "error", error }));
        void socket.close({ code: 1013 });
        return;
      }
      socket.send(message);
    });
  });
  await open("/?q=group&live=1");
  const status = page.getByRole("status", { name: "Live tail" });
  await expect(status).toContainText(/^Live/);
  await server.post([now("Han Nari")]);
  await expect(page.getByText("The day 2026-11-20 can't be read.").first()).toBeVisible();
  await expect(status).toContainText(/^Live/);
  expect(addresses.at(-1)).not.toContain("after=");
  const hole = page.getByRole("row", { name: /Events may be missing here/ });
  await expect(hole).toContainText("The day 2026-11-20 can't be read.");
  await server.post([now("Oh Sujin")]);
  await expect(eventRows(page).first()).toContainText("Oh Sujin");
  await hole.getByRole("button", { name: "Load" }).click();
  await expect(eventRows(page).nth(1)).toContainText("Han Nari");
  await expect(hole).toBeHidden();
});
