import { expect, it } from "vitest";
import { extrasOf } from "./extras";

it("finds what nobody told the page of, by its path", () => {
  expect(
    extrasOf({
      id: "x",
      user: { name: "Kim", department: "HR" },
      target: null,
      origin: { ip: "10.0.0.1", ports: [1, 2], empty: {} },
      verified: false,
      note: "<b>bold</b>",
      gone: null,
    }),
  ).toEqual([
    { path: "user.department", value: "HR" },
    { path: "origin.ip", value: "10.0.0.1" },
    { path: "origin.ports", value: "[1,2]" },
    { path: "origin.empty", value: "{}" },
    { path: "verified", value: "false" },
    { path: "note", value: "<b>bold</b>" },
    { path: "gone", value: "null" },
  ]);
});
