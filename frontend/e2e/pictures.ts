/** What the pictures of the documents are taken of: a company and a moment that are the same at every run. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type { Row } from "./company";
import { startServer, token, type Server } from "./server";

const root = resolve(import.meta.dirname, "../..");

/** The last day of the company's log, and a moment of it: late at night in Seoul, after something went wrong. */
const lastDay = "2026-11-23";
export const now = new Date("2026-11-21T14:50:12Z");

/** A server with the made-up company's log. It keeps events for years, so that the log never grows too old. */
export async function startCompany(): Promise<Server> {
  process.env.WHODID_RETENTION_DAYS = "3650";
  const server = await startServer();
  const flags = ["-n", "120000", "-members", "2000", "-end", lastDay, "-ids"];
  const { stdout } = await promisify(execFile)(resolve(root, "bin/loggen"), flags, {
    maxBuffer: 100 * 1024 * 1024,
  });
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
  const past = rows.filter(({ time }) => new Date(time) < now);
  for (let at = 0; at < past.length; at += 5000) await server.post(past.slice(at, at + 5000));
  return server;
}

/** Opens an address at that moment, logged in. */
export async function openAt(page: Page, server: Server, path: string): Promise<void> {
  await page.clock.setFixedTime(now);
  await page.route("**/api/v1/**", async (route) => {
    const url = new URL(route.request().url());
    const name = url.pathname.split("/").pop() ?? "";
    // The server knows its own clock only.
    const from = url.searchParams.get("from");
    const days = /^now-(\d+)d$/.exec(from ?? "")?.[1] ?? (from === null ? "180" : null);
    if (days !== null && ["search", "suggest"].includes(name))
      url.searchParams.set("from", new Date(now.getTime() - Number(days) * 86_400_000).toISOString());
    if (
      !["search", "session", "freshness", "exports", "schedules"].includes(name) ||
      route.request().method() !== "GET"
    ) {
      await route.continue({ url: url.toString() });
      return;
    }
    const answer = await route.fetch({ url: url.toString() });
    await route.fulfill({ response: answer, json: settled(name, (await answer.json()) as object) });
  });
  await page.context().request.post(`${server.address}/api/v1/session`, {
    data: { token },
    headers: { Origin: server.address },
  });
  await page.goto(server.address + path);
  await page.getByRole("grid").waitFor();
  // What a system without a desktop calls its own font is not what readers have.
  await page.evaluate(() => {
    const { style } = document.documentElement;
    const fonts = getComputedStyle(document.documentElement).getPropertyValue("--font");
    style.setProperty("--font", fonts.replace("system-ui,", ""));
  });
  await page.waitForLoadState("networkidle");
}

/** An answer without what differs from run to run. */
function settled(name: string, answer: object): object {
  if (name === "search") return { ...answer, took_ms: 1.8 };
  if (name === "exports" || name === "schedules") return requested(answer);
  if (name === "session") return { ...answer, retention_days: 180, version: "" };
  const { service_types = [] } = answer as { service_types?: object[] };
  return {
    ...answer,
    now: now.toISOString(),
    service_types: service_types.map((type, at) => ({ ...type, per_hour: 24 / (at + 1), quiet: false })),
  };
}

/** What was requested, as if it had been at that moment: its times, its file's name, its sums. */
function requested(answer: object): object {
  const minute = (ago: number) => new Date(now.getTime() - ago * 60_000).toISOString();
  const { exports, schedules } = answer as { exports?: object[]; schedules?: object[] };
  if (schedules)
    return {
      schedules: schedules.map((schedule) => ({ ...schedule, next_run: "2026-11-22T21:00:00.000Z" })),
    };
  return {
    exports: exports?.map((download, at) => ({
      ...download,
      id: `D${at}`,
      file: `contacts-audit-20261121-23${45 - 9 * at}12.${(download as { file: string }).file.split(".").pop()}`,
      created: minute(5 + 9 * at),
      finished: minute(5 + 9 * at),
      expires_at: new Date(now.getTime() + 6.9 * 86_400_000).toISOString(),
      sha256: createHash("sha256").update(String(at)).digest("hex"),
    })),
  };
}
