import { act, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Messages } from "../../messages";
import { en } from "../../messages/en";
import { ja } from "../../messages/ja";
import { ko } from "../../messages/ko";
import { renderApp } from "../../testing/renderApp";

/** The tail's connections, the newest last, in the test's hands. */
const sockets: FakeSocket[] = [];

class FakeSocket {
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    sockets.push(this);
  }
  close() {
    return undefined;
  }
}

beforeEach(() => {
  sockets.length = 0;
  vi.stubGlobal("WebSocket", FakeSocket);
});

/** The page with Live on, told so by the server before it closed. */
async function toldBeforeClose(error: Record<string, string>, messages: Messages) {
  renderApp("/?live=1", {}, messages);
  await waitFor(() => expect(sockets).toHaveLength(1));
  act(() => {
    sockets[0]?.onmessage?.({ data: JSON.stringify({ type: "error", error }) });
    sockets[0]?.onclose?.();
  });
  return screen.getByRole("status", { name: messages.live.status });
}

describe("what the server says of the tail is said in the reader's language", () => {
  const tooMany = { code: "too_many_tails", message: "There are as many live tails as this server allows." };
  const ended = { code: "unauthorized", message: "This log-in has ended." };

  it.each([
    ["en", en, "There are as many live tails as this server allows."],
    ["ko", ko, "서버가 허용하는 실시간 보기 수를 초과했습니다."],
    ["ja", ja, "サーバーが許可するライブ表示の数を超えています。"],
  ])("while it waits, %s", async (_, messages, sentence) => {
    expect(await toldBeforeClose(tooMany, messages)).toHaveTextContent(sentence);
  });

  it.each([
    ["en", en, "Live stopped: This log-in has ended."],
    ["ko", ko, /: 로그인/],
    ["ja", ja, "ライブ表示を停止しました: ログインが必要です。"],
  ])("where it stops, %s", async (_, messages, sentence) => {
    const status = await toldBeforeClose(ended, messages);
    expect(status).toHaveTextContent(sentence);
    if (messages !== en) expect(status).not.toHaveTextContent("log-in");
  });

  it("names the field that it is about", async () => {
    const error = { code: "invalid_query", message: "There is no such zone.", field: "task" };
    expect(await toldBeforeClose(error, en)).toHaveTextContent("Live stopped: Task: There is no such zone.");
  });
});
