import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { kept } from "../app/kept";
import { defaults } from "../state/search-state";
import { createDownloads, secondsLeft, shareOf, type DownloadRequest, type Downloads } from "./downloads";
import { BrokenFileError } from "./receive";
import { StorageError } from "./sink";

const request: DownloadRequest = {
  address: "/api/v1/export.ndjson?q=kim",
  format: "ndjson",
  fileName: "contacts-audit-20261123-190000.ndjson",
  expected: 3,
  question: "kim",
  period: "Last 7 days",
  zone: "UTC",
  state: defaults,
};

/** A file that comes in as the test says. */
function file(rows: string | null = "3", more: Record<string, string> = {}) {
  let control!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (given) => (control = given) });
  const headers = {
    "Content-Type": "application/x-ndjson",
    ...more,
    ...(rows === null ? {} : { "X-Whodid-Rows": rows }),
  };
  return {
    answer: new Response(body, { headers }),
    send: (text: string) => control.enqueue(new TextEncoder().encode(text)),
    end: () => control.close(),
    breakOff: () => control.error(new TypeError("network error")),
  };
}

const saved: { name: string; href: string }[] = [];

beforeEach(() => {
  saved.length = 0;
  URL.createObjectURL = () => "blob:a-file";
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, href: this.href });
  });
});
afterEach(() => localStorage.clear());

const state = (downloads: Downloads, at = 0) => downloads.list()[at]?.state;
const becomes = (downloads: Downloads, wanted: string, at = 0) =>
  vi.waitFor(() => expect(state(downloads, at)).toBe(wanted));

describe("a download", () => {
  it("is complete when as many rows came as were promised, and is then saved", async () => {
    const { answer, send, end } = file();
    const downloads = createDownloads(() => Promise.resolve(answer));
    downloads.start(request, null);
    send('{"a":1}\n{"a"');
    send(":2}\n{}\n");
    end();
    await becomes(downloads, "complete");
    const [download] = downloads.list();
    expect(download).toMatchObject({ rows: 3, bytes: 19, expected: 3, problem: null });
    expect(download?.file?.size).toBe(19);
    expect(saved).toEqual([{ name: request.fileName, href: "blob:a-file" }]);
  });

  it.each<[string, string | null, string, "ends" | "breaks", Partial<BrokenFileError>]>([
    ["breaks off", "3", "{}\n", "breaks", { reason: "connection", rows: 1, expected: 3 }],
    ["ends early", "3", "{}\n{}\n", "ends", { reason: "short", rows: 2, expected: 3 }],
    ["ends in the middle of a row", "3", "{}\n{}\n{}\n{", "ends", { reason: "short", rows: 3, expected: 3 }],
    ["has more rows than promised", "1", "{}\n{}\n", "ends", { reason: "short", rows: 2, expected: 1 }],
    ["promises nothing", null, "{}\n", "ends", { reason: "unproven", rows: 1, expected: null }],
  ])("is failed, and never saved, if it %s", async (_, rows, text, end, problem) => {
    const given = file(rows);
    const downloads = createDownloads(() => Promise.resolve(given.answer));
    downloads.start(request, null);
    given.send(text);
    if (end === "ends") given.end();
    else setTimeout(given.breakOff);
    await becomes(downloads, "failed");
    const [download] = downloads.list();
    expect(download?.problem).toBeInstanceOf(BrokenFileError);
    expect(download?.problem).toMatchObject(problem);
    expect(download?.file).toBeNull();
    expect(saved).toEqual([]);
  });

  it("canceled, asks for no more and saves nothing; asked again, it begins anew", async () => {
    const first = file();
    const second = file();
    const answers = [first.answer, second.answer];
    const signals: AbortSignal[] = [];
    const downloads = createDownloads((_, signal) => {
      signals.push(signal);
      return Promise.resolve(answers.shift() ?? Response.error());
    });
    const id = downloads.start(request, null);
    first.send("{}\n");
    await vi.waitFor(() => expect(downloads.list()[0]?.rows).toBe(1));
    downloads.cancel(id);
    expect(state(downloads)).toBe("canceled");
    expect(signals[0]?.aborted).toBe(true);
    first.breakOff();
    await vi.waitFor(() => {
      downloads.again(id, null);
      expect(state(downloads)).toBe("running");
    });
    second.send("{}\n{}\n{}\n");
    second.end();
    await becomes(downloads, "complete");
    expect(saved).toHaveLength(1);
  });

  it("says which days it lacks, and learns the rate of the line for next time", async () => {
    const { answer, send, end } = file("1000", { "X-Whodid-Missing-Days": "2026-11-20" });
    let now = 0;
    const downloads = createDownloads(
      () => Promise.resolve(answer),
      () => now,
    );
    downloads.start({ ...request, expected: 999 }, null);
    send(`${"x".repeat(99)}\n`.repeat(500));
    await vi.waitFor(() => expect(downloads.list()[0]?.missingDays).toBe("2026-11-20"));
    now = 2000;
    send(`${"x".repeat(99)}\n`.repeat(500));
    end();
    await becomes(downloads, "complete");
    expect(downloads.list()[0]).toMatchObject({ expected: 1000, rows: 1000, bytes: 100_000 });
    expect(kept("rate")).toBe("50000");
  });

  it("written to a chosen file, is closed when whole and thrown away when not", async () => {
    const done: string[] = [];
    const target = (fails: boolean) => {
      const writable = {
        write: () =>
          fails ? Promise.reject(new DOMException("full", "QuotaExceededError")) : Promise.resolve(),
        close: () => Promise.resolve(done.push("closed")),
        abort: () => Promise.resolve(done.push("thrown away")),
      };
      return {
        createWritable: () => Promise.resolve(writable),
        getFile: () => Promise.resolve(new File([], "x")),
        remove: () => Promise.resolve(done.push("removed")),
      } as unknown as FileSystemFileHandle;
    };
    for (const fails of [false, true]) {
      const { answer, send, end } = file("1");
      const downloads = createDownloads(() => Promise.resolve(answer));
      downloads.start(request, target(fails));
      send("{}\n");
      end();
      await becomes(downloads, fails ? "failed" : "complete");
      if (fails) expect(downloads.list()[0]?.problem).toBeInstanceOf(StorageError);
    }
    expect(done).toEqual(["closed", "thrown away", "removed"]);
    expect(saved).toEqual([]);
  });

  it("waits while three others run, and is forgotten with them", async () => {
    const files = Array.from({ length: 4 }, () => file("1"));
    const aborted: boolean[] = [];
    let next = 0;
    const downloads = createDownloads((_, signal) => {
      const at = next++;
      signal.addEventListener("abort", () => (aborted[at] = true));
      return Promise.resolve(files[at]?.answer ?? Response.error());
    });
    for (let at = 0; at < 4; at++) downloads.start(request, null);
    expect(downloads.list().map((download) => download.state)).toEqual([
      "waiting",
      "running",
      "running",
      "running",
    ]);
    await vi.waitFor(() => expect(next).toBe(3));
    files[0]?.send("{}\n");
    files[0]?.end();
    await becomes(downloads, "running", 0);
    await becomes(downloads, "complete", 3);
    await vi.waitFor(() => expect(next).toBe(4));
    downloads.clear();
    expect(downloads.list()).toEqual([]);
    expect(aborted).toEqual([undefined, true, true, true]);
  });
});

it("tells how far a download is, and how long it takes yet", () => {
  const downloads = createDownloads(() => new Promise(() => undefined));
  downloads.start({ ...request, expected: 400 }, null);
  const [download] = downloads.list();
  if (!download) throw new Error("nothing was started");
  expect(shareOf({ ...download, rows: 100 })).toBe(0.25);
  expect(shareOf({ ...download, rows: 500 })).toBe(1);
  expect(secondsLeft({ ...download, rows: 100, rowsPerSecond: 150 })).toBe(2);
  expect(secondsLeft({ ...download, rowsPerSecond: 0 })).toBeNull();
});
