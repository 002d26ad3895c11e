/** The real binary over a folder of its own, on a port of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Row } from "./company";

const binary = process.env.WHODID_BIN ?? resolve(import.meta.dirname, "../../bin/whodid");
export const token = "end-to-end-token-0001";

export type Server = {
  address: string;
  /** The link that the first start printed. */
  link: string;
  post: (rows: Row[]) => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts a server that has never run before, with these flags too; resolves when it listens. */
export async function startServer(flags: string[] = []): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "whodid-e2e-"));
  const process_ = spawn(
    binary,
    [
      ["--listen", "127.0.0.1:0"],
      ["--data-dir", folder],
      ["--bootstrap-token", token],
      ["--log-format", "json"],
      ["--time-zone", "Asia/Seoul"],
      flags,
    ].flat(),
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const exited = once(process_, "exit");
  const stop = async () => {
    process_.kill("SIGTERM");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };

  const log: string[] = [];
  let address = "";
  let link = "";
  for await (const line of createInterface(process_.stderr)) {
    log.push(line);
    const entry = readLine(line);
    link = /http:\/\/\S+\/login\?code=[\w-]+/.exec(line)?.[0] ?? link;
    if (entry.message === "listening" && entry.addr) {
      address = `http://${entry.addr}`;
      break;
    }
  }
  if (address === "") throw new Error(`${binary} did not start:\n${log.join("\n")}`);
  process_.stderr.resume();

  const post = async (rows: Row[]) => {
    const answer = await fetch(`${address}/api/v1/events`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/x-ndjson" },
      body: rows.map((row) => JSON.stringify(row)).join("\n"),
    });
    const report = (await answer.json()) as { accepted?: number };
    if (report.accepted !== rows.length) throw new Error(`${answer.status}: ${JSON.stringify(report)}`);
  };
  return { address, link, post, stop };
}

function readLine(line: string): { message?: string; addr?: string } {
  try {
    return JSON.parse(line) as { message?: string; addr?: string };
  } catch {
    return {};
  }
}
