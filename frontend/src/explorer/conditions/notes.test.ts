import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { ja } from "../../messages/ja";
import { notesOf } from "./notes";

const read = (code: string, text: string, sentence = "The server’s own sentence.") => ({
  chips: [],
  terms: [],
  notes: [sentence],
  note_codes: code === "" ? [] : [{ code, text }],
});

describe("notesOf", () => {
  it("says why a question was searched as plain words", () => {
    expect(notesOf(read("open_quote", ""), en)).toEqual([
      { text: "A quote is not closed. Searched as plain words.", isWarning: true },
    ]);
    expect(notesOf(read("no_value", "user"), ja)[0]?.text).toBe(
      "「user:」の後に値がありません。通常の語として検索しました。",
    );
  });

  it("says calmly what was read as a condition", () => {
    expect(notesOf(read("read_as", "failed, yesterday"), en)).toEqual([
      { text: "Read as conditions: failed, yesterday. Quotes turn this off.", isWarning: false },
    ]);
  });

  it("passes on the sentence of a server that knows more", () => {
    for (const code of ["", "something_new", "toString"]) {
      expect(notesOf(read(code, "x"), ja)[0]?.text).toBe("The server’s own sentence.");
    }
  });
});
