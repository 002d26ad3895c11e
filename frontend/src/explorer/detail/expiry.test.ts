import { expect, it } from "vitest";
import { expiryOf } from "./expiry";

it.each<[string, string, number, string]>([
  ["2026-11-22T23:59:59.999Z", "2026-11-22T23:59:59.999Z", 180, "2027-05-21"],
  ["2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z", 179, "2027-05-21"],
  ["2026-05-27T12:00:00.000Z", "2026-11-23T10:00:00.000Z", 0, "2026-11-23"],
  ["2024-02-29T12:00:00.000Z", "2024-02-29T12:00:00.000Z", 180, "2024-08-27"],
])("%s, seen %s, has %d days left and is kept until %s", (time, now, days, lastDay) => {
  const expiry = expiryOf(new Date(time), 180, new Date(now));
  expect(expiry.days).toBe(days);
  expect(expiry.lastDay.toISOString().slice(0, 10)).toBe(lastDay);
});
