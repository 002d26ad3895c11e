import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Term } from "../../../api/schema";
import { markText, type MarkedField } from "./marks";
import { foldText } from "./words";

const any = (...words: string[]): Term => ({ field: "any", words });
const inField = (field: string, ...words: string[]): Term => ({ field, words });

/** The text with its marks in brackets. */
function marked(text: string, terms: Term[], field: MarkedField = "user", code?: string): string {
  return markText(text, field, terms, code)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join("");
}

describe("markText", () => {
  it.each<[name: string, text: string, term: Term, want: string]>([
    ["a whole word", "Kim Minjun", any("kim"), "[Kim] Minjun"],
    ["no part of a word", "Kimberly Akim kim123", any("kim"), "Kimberly Akim kim123"],
    ["the parts of an address", "minjun.kim@acme.example", any("kim"), "minjun.[kim]@acme.example"],
    ["accents", "Zoë García", any("garcia"), "Zoë [García]"],
    ["accents in two characters", "Garci\u0301a Zoe", any("garcia"), "[Garci\u0301a] Zoe"],
    ["a letter that is folded to two", "Groß Weiss", any("gross"), "[Groß] Weiss"],
    ["width", "ｋｉｍ minji", any("kim"), "[ｋｉｍ] minji"],
    ["half-width kana", "ｷﾑ さん", any("キム"), "[ｷﾑ] さん"],
    ["voiced half-width kana", "ﾀﾞｲｽｹ", any("ダイ"), "[ﾀﾞｲ]ｽｹ"],
    ["an inner part in Hangul", "김민준", any("민준"), "김[민준]"],
    ["every inner part", "김김이김", any("김"), "[김김]이[김]"],
    ["an inner part in Han", "佐藤陽翔", any("藤陽"), "佐[藤陽]翔"],
    ["a word beside another script", "제3팀", any("3"), "제[3]팀"],
    ["a phrase", "Seoul Sales 12", any("seoul", "sales"), "[Seoul Sales] 12"],
    ["no phrase where words are apart", "Seoul New Sales", any("seoul", "sales"), "Seoul New Sales"],
    ["a phrase over scripts", "서울팀 3 과장", any("팀", "3", "과"), "서울[팀 3 과]장"],
    ["a prefix", "Kimberly Kim", any("kim*"), "[Kimberly] [Kim]"],
    ["a suffix", "Minjun jun junho", any("*jun"), "[Minjun] [jun] junho"],
    ["a pattern is the whole word", "kan kanu kn", any("k*n"), "[kan] kanu [kn]"],
    ["a pattern in Hangul", "김민준", any("*준"), "[김민준]"],
    ["emoji around", "🦊 Kim 🦊", any("kim"), "🦊 [Kim] 🦊"],
    ["right to left", "محمد Kim علي", any("محمد"), "[محمد] Kim علي"],
    ["markup is text", "<b>kim</b>", any("b"), "<[b]>kim</[b]>"],
    ["invisible characters", "k\u200dim\u00ad", any("kim"), "[k\u200dim]\u00ad"],
  ])("marks %s", (_, text, term, want) => {
    expect(marked(text, [term])).toBe(want);
  });

  it("marks words only in the field that they are looked for in", () => {
    expect(marked("Kim", [inField("target", "kim")], "user")).toBe("Kim");
    expect(marked("Kim", [inField("target", "kim")], "target")).toBe("[Kim]");
    expect(marked("Edit group", [inField("user", "group")], "task", "edit_group")).toBe("Edit group");
    expect(marked("Edit group", [any("group")], "task", "edit_group")).toBe("Edit [group]");
    expect(marked("01KIM", [any("01kim")], "id")).toBe("01KIM");
  });

  it("marks exact values whole, and no other", () => {
    const task: Term = { field: "task", value: "edit_group" };
    expect(marked("Edit group", [task], "task", "edit_group")).toBe("[Edit group]");
    expect(marked("Edit team", [task], "task", "edit_team")).toBe("Edit team");
    expect(marked("edit_group", [task], "user")).toBe("edit_group");
    const address: Term = { field: "user", value: "a@b.c" };
    expect(marked("A@b.c", [address])).toBe("[A@b.c]");
    expect(marked("a@b.cc", [address])).toBe("a@b.cc");
    expect(marked("", [{ field: "status", value: "" }], "status", "")).toBe("");
  });

  it("joins marks that touch or overlap", () => {
    expect(marked("김민준", [any("김민"), any("민준")])).toBe("[김민준]");
    expect(marked("Kim Minjun", [any("kim"), any("kim", "minjun")])).toBe("[Kim Minjun]");
  });

  it("stands a name of ten thousand characters", () => {
    const name = "kim ".repeat(2500);
    expect(
      markText(name, "user", [any("kim")])
        .map(({ text }) => text)
        .join(""),
    ).toBe(name);
  });

  it("gives the text back whole, whatever it is", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.string({ unit: "grapheme", maxLength: 3 }), { maxLength: 4 }),
        (shown, typed) => {
          const terms = typed.map((word) => any(...(foldText(word).match(/[\p{L}\p{N}\p{M}*]+/gu) ?? ["a"])));
          const pieces = markText(shown, "user", terms);
          expect(pieces.map((piece) => piece.text).join("")).toBe(shown);
          pieces.forEach((piece, at) => {
            if (at > 0) expect(piece.marked && pieces[at - 1]?.marked).toBe(false);
          });
        },
      ),
    );
  });
});
