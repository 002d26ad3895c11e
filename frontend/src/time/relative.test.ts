import { describe, expect, it } from "vitest";
import { relativeTime } from "./relative";

const now = Date.parse("2026-11-22T12:00:00.000Z");
const ago = (locale: string, seconds: number) => relativeTime(locale, new Date(now - seconds * 1000), now);

describe("relativeTime", () => {
  it.each([
    [0, "0 sec ago"],
    [12, "12 sec ago"],
    [59.9, "59 sec ago"],
    [60, "1 min ago"],
    [3599, "59 min ago"],
    [3600, "1 hr ago"],
    [86_400 * 3, "3 days ago"],
    [86_400 * 170, "170 days ago"],
    [-90, "in 1 min"],
  ])("%s seconds ago", (seconds, want) => {
    expect(ago("en-GB", seconds)).toBe(want);
  });

  it("speaks the reader's language", () => {
    expect(ago("ko", 720)).toBe("12분 전");
    expect(ago("ja", 720)).toBe("12 分前");
  });
});
