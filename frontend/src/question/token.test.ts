import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lex } from "./lex";
import { tokenAt, withoutToken } from "./token";

/** The token at the bar. */
const at = (marked: string) => {
  const cursor = marked.indexOf("|");
  const question = marked.replace("|", "");
  const token = tokenAt(question, cursor);
  return {
    token,
    replaced: question.slice(token.from, token.to),
    field: token.field,
    prefix: token.prefix,
    rest: withoutToken(question, token),
  };
};

describe("tokenAt", () => {
  it.each([
    ["a word at the end", "edit group ki|", "ki", null, "ki", "edit group"],
    ["the cursor in the middle of a word", "edit gr|oup kim", "group", null, "gr", "edit kim"],
    ["nothing yet", "|", "", null, "", ""],
    ["behind a space", "edit |", "", null, "", "edit"],
    ["a field without a value", "edit user:|", "", "user", "", "edit"],
    ["a value", "edit user:ki|", "ki", "user", "ki", "edit"],
    ["a value behind a space", "user: ki| edit", "ki", "user", "ki", "edit"],
    ["before a value", "user:|kim", "kim", "user", "", ""],
    ["an open quotation", 'edit user:"kim mi|', '"kim mi', "user", "kim mi", "edit"],
    ["inside a quotation", 'user:"kim| minjun" edit', '"kim minjun"', "user", "kim", "edit"],
    ["by", "edit by ki|", "ki", "user", "ki", "edit"],
    ["by, in quotes", 'edit by "kim m|"', '"kim m"', "user", "kim m", "edit"],
    ["by without anything", "edit by |", "", "user", "", "edit"],
    ["by itself", "edit by|", "by", null, "by", "edit"],
    ["via", "via sc|", "sc", "service_type", "sc", ""],
    ["via:", "via:sc|", "sc", "service_type", "sc", ""],
    ["a date", "on:|", "", "time", "", ""],
    ["a negated word", "edit -ki|", "ki", null, "ki", "edit"],
    ["a negated field", "edit -user:ki|", "ki", "user", "ki", "edit"],
    ["not", "edit not ki|", "ki", null, "ki", "edit"],
    ["one of a field's alternatives", "edit user:(kim or le|)", "le", "user", "le", ""],
    ["behind them", "user:(kim or lee) ed|", "ed", null, "ed", ""],
    ["one of alternatives", "kim or le|", "le", null, "le", ""],
    ["full width", "ｕｓｅｒ：ｋｉ|", "ｋｉ", "user", "ｋｉ", ""],
    ["Hangul", "그룹 by 김|", "김", "user", "김", "그룹"],
    ["the value of by is no word of a label", "by kim gr|", "gr", null, "gr", "by kim"],
  ])("%s", (_name, marked, replaced, field, prefix, rest) => {
    const { token: _token, ...found } = at(marked);
    expect(found).toEqual({ replaced, field, prefix, rest });
  });

  it("knows words in quotes as what they are", () => {
    expect(at('"edit gr|').token.literal).toBe(true);
    expect(at('user:"ki|').token.literal).toBe(false);
    expect(at('"edit group"|').token).toMatchObject({ prefix: "", from: 12, to: 12 });
  });

  it("knows the words that a label may have begun with", () => {
    const before = (marked: string) => at(marked).token.before.map(({ text }) => text);
    expect(before("by kim delete contact per|")).toEqual(["delete", "contact"]);
    expect(before("edit or gr|")).toEqual([]);
    expect(before("edit -gr|")).toEqual([]);
    expect(before('edit "x" gr|')).toEqual([]);
  });

  it("knows what is negated", () => {
    expect(at("-user:ki|").token.negated).toBe(true);
    expect(at("not ki|").token.negated).toBe(true);
    expect(at("-lee ki|").token.negated).toBe(false);
  });

  it("replaces a piece that holds the cursor, whatever was typed", () => {
    const anything = fc.string({ unit: fc.constantFrom(...'ab:("-) “”user:by김'.split("")), maxLength: 24 });
    fc.assert(
      fc.property(anything, fc.nat(24), (question, offset) => {
        const cursor = Math.min(offset, question.length);
        const token = tokenAt(question, cursor);
        expect(token.start).toBeLessThanOrEqual(token.from);
        expect(token.from).toBeLessThanOrEqual(cursor);
        expect(token.to).toBeGreaterThanOrEqual(cursor);
        expect(question.slice(0, cursor)).toContain(token.prefix);
      }),
    );
  });
});

it("lex leaves nothing out but spaces, and nothing overlaps", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (question) => {
      let end = 0;
      for (const { from, to } of lex(question)) {
        expect(question.slice(end, from).trim()).toBe("");
        expect(to).toBeGreaterThan(from);
        end = to;
      }
      expect(question.slice(end).trim()).toBe("");
    }),
  );
});
