import { describe, expect, it } from "vitest";
import en from "../messages/labels/en.json";
import { anyOfText, exactValueText, wordsText } from "./write";

describe("wordsText", () => {
  it.each([
    ["kim", "user:kim"],
    ["kim*", "user:kim*"],
    ["*jun", "user:*jun"],
    ["minjun.kim@acme.example", 'user:"minjun.kim acme.example"'],
    ["@acme.example", "user:acme.example"],
    [" kim  minjun ", 'user:"kim minjun"'],
    ['say "hi"', 'user:"say hi"'],
    ["say “hi”", 'user:"say hi"'],
    ["-kim", 'user:"-kim"'],
    ["a:b", 'user:"a:b"'],
    ["（a）", 'user:"（a）"'],
    ["김민준", "user:김민준"],
    ["  ", ""],
  ])("%s", (value, want) => {
    expect(wordsText("user", value)).toBe(want);
  });

  it("looks anywhere without a field", () => {
    expect(wordsText(null, "seoul sales")).toBe('"seoul sales"');
    expect(wordsText(null, "yesterday")).toBe('"yesterday"');
    expect(wordsText(null, "kim*")).toBe("kim*");
    expect(wordsText("service_type", "web")).toBe("via:web");
  });
});

describe("anyOfText", () => {
  it("writes alternatives in brackets, each once", () => {
    expect(anyOfText("user", ["kim", "lee jiho", " kim "])).toBe('user:(kim or "lee jiho")');
    expect(anyOfText(null, ["a", "b"])).toBe('("a" or "b")');
    expect(anyOfText("target", ["or", "by"])).toBe('target:("or" or "by")');
    expect(anyOfText("user", ["", " "])).toBe("");
  });
});

describe("exactValueText", () => {
  it("writes an address as it is", () => {
    expect(exactValueText("user", "minjun.kim@acme.example", undefined)).toBe("minjun.kim@acme.example");
    expect(exactValueText("target", "o'brien@acme.example", undefined)).toBe('"o\'brien@acme.example"');
    expect(exactValueText("user", "a*b@acme.example", undefined)).toBe('"a*b@acme.example"');
  });

  it("has no way for a name, an unknown value, or one with quotation marks", () => {
    expect(exactValueText("user", "Kim Minjun", undefined)).toBeNull();
    expect(exactValueText("task", "fly", undefined)).toBeNull();
    expect(exactValueText("user", 'a"b@acme.example', undefined)).toBeNull();
  });

  it("writes a known value by its label", () => {
    expect(exactValueText("task", "edit_group", "Edit group")).toBe('"Edit group"');
    expect(exactValueText("service_type", "scim", "SCIM")).toBe("SCIM");
    for (const label of Object.values(en.task)) {
      expect(exactValueText("task", "code", label)).toContain(label);
    }
  });
});
