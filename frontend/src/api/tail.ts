/**
 * The live tail's connection: one WebSocket at a time, reconnecting with growing pauses from where it stopped.
 * It tells its state and hands on frames; what to do with them is the caller's.
 */
import * as v from "valibot";
import type { Refusal } from "./errors";
import { frameSchema, type Frame } from "./schema";

export type TailState =
  | { kind: "connecting" }
  | { kind: "live" }
  /** Waiting; the next try is at `retryAt` (ms since the epoch). `why` is what the server said of it, if anything. */
  | { kind: "reconnecting"; retryAt: number; why: Refusal | null }
  /** The server said no in words; trying again would not help. */
  | { kind: "refused"; why: Refusal };

export type TailOptions = {
  /** The address to connect to, made anew at every try, since it holds where to resume. */
  address: () => string;
  onState: (state: TailState) => void;
  onFrame: (frame: Frame) => void;
  /** A try ended before the first frame, or the server said that the log-in is over. */
  onRejected: () => void;
  open?: (address: string) => WebSocket;
  random?: () => number;
};

const firstPauseMS = 500;
const longestPauseMS = 15_000;

// Of the API's error codes, those that the same question would meet again.
const lasting = /^(invalid|forbidden|unauthorized|too_large)/;

/** Connects, and keeps connected until the returned function is called. */
export function openTail(options: TailOptions): () => void {
  const open = options.open ?? ((address: string) => new WebSocket(address));
  const random = options.random ?? Math.random;
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let stopped = false;

  const connect = () => {
    clearTimeout(timer);
    options.onState({ kind: "connecting" });
    let greeted = false;
    let why: Refusal | null = null;
    const current = open(options.address());
    socket = current;
    current.onmessage = (message: MessageEvent<unknown>) => {
      const frame = readFrame(message.data);
      if (!frame) return;
      if (frame.type === "hello") {
        greeted = true;
        failures = 0;
        options.onState({ kind: "live" });
      }
      if (frame.type === "error") why = frame.error;
      options.onFrame(frame);
    };
    current.onclose = () => {
      if (stopped || socket !== current) return;
      socket = null;
      if (!greeted || why?.code === "unauthorized") options.onRejected();
      if (why && lasting.test(why.code)) {
        options.onState({ kind: "refused", why });
        return;
      }
      const pause = Math.min(longestPauseMS, firstPauseMS * 2 ** failures) * (0.5 + random() / 2);
      failures += 1;
      timer = setTimeout(connect, pause);
      options.onState({ kind: "reconnecting", retryAt: Date.now() + pause, why });
    };
  };

  const retryNow = () => {
    if (!stopped && socket === null) connect();
  };

  globalThis.addEventListener("online", retryNow);
  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    globalThis.removeEventListener("online", retryNow);
    socket?.close();
  };
}

// Frames of a kind that this page does not know are passed over: a newer server may send more.
function readFrame(data: unknown): Frame | null {
  if (typeof data !== "string") return null;
  try {
    const parsed = v.safeParse(frameSchema, JSON.parse(data));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** The WebSocket address of a path on the page's own server. */
export function socketAddress(path: string, page: Location = window.location): string {
  return `${page.protocol === "https:" ? "wss" : "ws"}://${page.host}${path}`;
}
