import { expect, it } from "vitest";
import { OfflineError } from "../../api/errors";
import type { Import } from "../../api/imports";
import type { upload, UploadAnswer, UploadRequest } from "../../api/upload";
import { anImport } from "../../testing/sources";
import { createUploads } from "./uploads";

const aFile = (name: string): UploadRequest => ({
  ...{ file: new File(["12345"], name), zone: "", encoding: "", columns: null, map: "" },
});

/** A store over uploads that end when a test says so. */
function rig() {
  const running: {
    request: UploadRequest;
    onProgress: (bytes: number) => void;
    end: (answer: UploadAnswer) => Promise<void>;
    fail: (error: Error) => Promise<void>;
  }[] = [];
  let stored = 0;
  const send: typeof upload = (request, { onProgress, signal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      const settled = async (settle: () => void) => {
        settle();
        await Promise.resolve().then(() => undefined);
        await Promise.resolve();
      };
      running.push({
        request,
        onProgress,
        end: (answer) => settled(() => resolve(answer)),
        fail: (error) => settled(() => reject(error)),
      });
    });
  const uploads = createUploads(send, () => stored++);
  const states = () => uploads.list().map(({ request, state }) => `${request.file.name} ${state}`);
  const at = (index: number) => {
    const one = running[index];
    if (!one) throw new Error(`upload ${index} has not begun`);
    return one;
  };
  return { uploads, states, at, begun: () => running.length, stored: () => stored };
}

const report = (patch: Partial<Import> = {}): UploadAnswer => ({ report: anImport(patch) });

it("sends one after the other, also behind one that failed", async () => {
  const { uploads, states, at, begun, stored } = rig();
  uploads.add([aFile("a"), aFile("b"), aFile("c")]);
  expect(states()).toEqual(["a sending", "b waiting", "c waiting"]);
  await at(0).fail(new OfflineError("gone"));
  expect(states()).toEqual(["a failed", "b sending", "c waiting"]);
  await at(1).end(report());
  await at(2).end(report());
  expect(states()).toEqual(["a failed", "b ended", "c ended"]);
  expect([begun(), stored()]).toEqual([3, 3]);
});

it("goes on with the next while one asks what its columns mean, and sends it again with the answer", async () => {
  const { uploads, states, at } = rig();
  const question = {
    error: { code: "unknown_columns", message: "", field: "" },
    header: ["When"],
    sample: [],
    guess: {},
  };
  uploads.add([aFile("a"), aFile("b")]);
  await at(0).end({ question });
  expect(states()).toEqual(["a asks", "b sending"]);
  const columns = { When: "time" } as const;
  uploads.again(1, { columns, map: "Doors" });
  expect(states()).toEqual(["a waiting", "b sending"]);
  await at(1).end(report());
  expect(at(2).request).toMatchObject({ columns, map: "Doors" });

  // The name is another header's: asked again, with what was said.
  await at(2).end(report({ state: "failed", error: { code: "map_exists", message: "", field: "map" } }));
  expect(uploads.list()[0]).toMatchObject({ state: "asks", question, request: { map: "Doors" } });
});

it("cancels what runs and what waits, and can send both again", async () => {
  const { uploads, states, at } = rig();
  uploads.add([aFile("a"), aFile("b"), aFile("c")]);
  uploads.cancel(2);
  uploads.cancel(1);
  await new Promise((resolve) => setTimeout(resolve));
  expect(states()).toEqual(["a canceled", "b canceled", "c sending"]);
  uploads.again(2);
  await at(1).end(report());
  expect(states()).toEqual(["a canceled", "b sending", "c ended"]);
  uploads.clear();
  await new Promise((resolve) => setTimeout(resolve));
  expect(states()).toEqual([]);
});

it("tells how much is sent, and at the end all of it", () => {
  const { uploads, at } = rig();
  uploads.add([aFile("a")]);
  at(0).onProgress(2);
  at(0).onProgress(3); // at once again: not told
  expect(uploads.list()[0]?.sentBytes).toBe(2);
  at(0).onProgress(5);
  expect(uploads.list()[0]?.sentBytes).toBe(5);
});
