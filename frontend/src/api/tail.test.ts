import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Frame } from "./schema";
import { openTail, type TailState } from "./tail";

/** The little of a WebSocket that a tail uses, in the test's hands. */
class Socket {
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;
  constructor(readonly address: string) {}
  close() {
    this.closed = true;
    this.onclose?.();
  }
  send(frame: unknown) {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }
}

function start() {
  const sockets: Socket[] = [];
  const states: TailState[] = [];
  const frames: Frame[] = [];
  const onRejected = vi.fn();
  let lastSeq = 0;
  const stop = openTail({
    address: () => `/tail?after=${lastSeq}`,
    onState: (state) => states.push(state),
    onFrame: (frame) => {
      frames.push(frame);
      if ("seq" in frame) lastSeq = frame.seq;
    },
    onRejected,
    open: (address) => {
      const socket = new Socket(address);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 1,
  });
  const socket = (at: number) => {
    const found = sockets[at];
    if (!found) throw new Error(`no connection ${at}`);
    return found;
  };
  return { sockets, socket, states, frames, onRejected, stop };
}

describe("the tail's connection", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is live from the hello on", () => {
    const { socket, states } = start();
    expect(states).toEqual([{ kind: "connecting" }]);
    socket(0).send({ type: "hello", seq: 7 });
    expect(states.at(-1)).toEqual({ kind: "live" });
  });

  it("reconnects from where it stopped, with growing pauses", () => {
    const { sockets, socket, states, onRejected } = start();
    socket(0).send({ type: "hello", seq: 7 });
    socket(0).send({ type: "events", events: [], seq: 9 });
    socket(0).close();
    expect(states.at(-1)).toEqual({ kind: "reconnecting", retryAt: Date.now() + 500, why: null });
    expect(onRejected).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(socket(1).address).toBe("/tail?after=9");
    for (const pause of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
      sockets.at(-1)?.close();
      const before = sockets.length;
      vi.advanceTimersByTime(pause - 1);
      expect(sockets).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
    expect(onRejected).toHaveBeenCalledTimes(6);
    sockets.at(-1)?.send({ type: "hello", seq: 9 });
    sockets.at(-1)?.close();
    expect(states.at(-1)).toEqual({ kind: "reconnecting", retryAt: Date.now() + 500, why: null });
  });

  it("tries at once when the network is back", () => {
    const { sockets, socket } = start();
    socket(0).close();
    window.dispatchEvent(new Event("online"));
    expect(sockets).toHaveLength(2);
    window.dispatchEvent(new Event("online"));
    expect(sockets).toHaveLength(2);
  });

  it("stops where the server says no in words", () => {
    const { sockets, socket, states } = start();
    const error = { code: "invalid_query", message: "The question is too long.", field: "q" };
    socket(0).send({ type: "error", error });
    socket(0).close();
    vi.advanceTimersByTime(60_000);
    expect(states.at(-1)).toEqual({ kind: "refused", why: error });
    expect(sockets).toHaveLength(1);
  });

  it("has the log-in checked when the server says that it has ended", () => {
    const { socket, onRejected } = start();
    socket(0).send({ type: "hello", seq: 7 });
    socket(0).send({ type: "error", error: { code: "unauthorized", message: "This log-in has ended." } });
    socket(0).close();
    expect(onRejected).toHaveBeenCalledOnce();
  });

  it("comes back after a server that stops", () => {
    const { sockets, socket, states } = start();
    socket(0).send({ type: "hello", seq: 7 });
    const error = { code: "shutting_down", message: "The server is stopping." };
    socket(0).send({ type: "error", error });
    socket(0).close();
    // Why, with its code: the page says it in the reader's language.
    const why = { ...error, field: "" };
    expect(states.at(-1)).toEqual({ kind: "reconnecting", retryAt: Date.now() + 500, why });
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
  });

  it("passes over what it can't read", () => {
    const { socket, frames } = start();
    socket(0).send("{");
    socket(0).send({ type: "weather", seq: 1 });
    socket(0).send({ type: "hello" });
    expect(frames).toEqual([]);
  });

  it("ends when told to, for good", () => {
    const { sockets, socket, states, stop } = start();
    stop();
    expect(socket(0).closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(states).toEqual([{ kind: "connecting" }]);
  });
});
