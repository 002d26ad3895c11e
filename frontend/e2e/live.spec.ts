import type { Row } from "./company";
import { eventRows, expect, test, total } from "./fixtures";

function now(name: string): Row {
  return {
    time: new Date().toISOString(),
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
  await expect(page.getByText("Oh Sujin", { exact: true })).toHaveCount(1);
});
