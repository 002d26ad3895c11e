import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterNames } from "../state/search-state";
import { readCondition } from "./condition";
import { wordsText } from "./write";

describe("readCondition", () => {
  it.each([
    ["kim", false, ["kim"]],
    ["-kim", true, ["kim"]],
    ["not kim", true, ["kim"]],
    ["not -kim", false, ["kim"]],
    ["by García", false, ["García"]],
    ['by "Kim Minjun"', false, ["Kim Minjun"]],
    ["-user:kim", true, ["kim"]],
    ["user: kim", false, ["kim"]],
    ["via scim", false, ["scim"]],
    ["user:(kim or lee or “seo yun”)", false, ["kim", "lee", "seo yun"]],
    ["-(a or b)", true, ["a", "b"]],
    ["kim or lee", false, ["kim", "lee"]],
    ["by", false, ["by"]],
    ["ｕｓｅｒ：김", false, ["김"]],
  ])("%s", (text, negated, values) => {
    expect(readCondition(text)).toEqual({ negated, values });
  });

  it.each([
    "",
    "a b",
    "(a b)",
    "(a or (b c))",
    "a or -b",
    "a or user:b",
    'user:"k*"',
    '""',
    "a or",
    "a and b",
  ])("%j is more than a list of values", (text) => {
    expect(readCondition(text)).toBeNull();
  });

  it("reads what is written", () => {
    const value = fc.string({ unit: fc.constantFrom(..."ab김-:.@( ".split("")), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.constantFrom(null, ...filterNames), value, (field, typed) => {
        const text = wordsText(field, typed);
        if (text === "") return;
        const read = readCondition(text);
        expect(read?.negated).toBe(false);
        expect(read?.values).toHaveLength(1);
        // Writing it again changes nothing any more.
        expect(wordsText(field, read?.values[0] ?? "")).toBe(text);
      }),
    );
  });
});
