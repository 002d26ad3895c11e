import { describe, expect, it } from "vitest";
import { addText, hasText, removeText } from "./edit";

describe("removeText", () => {
  it.each([
    ["a word at the end", "edit group by kim", "by kim", "edit group"],
    ["a word at the start", "by kim edit group", "by kim", "edit group"],
    ["in the middle", "edit by kim group", "by kim", "edit group"],
    ["everything", "by kim", "by kim", ""],
    ["only whole words", "kimball kim", "kim", "kimball"],
    ["a quoted value", 'edit user:"kim minjun" group', 'user:"kim minjun"', "edit group"],
    ["not inside a quotation", '"by kim" by kim', "by kim", '"by kim"'],
    ["a quotation itself", 'group "by kim"', '"by kim"', "group"],
    ["one side of an or", "kim or lee", "kim", "lee"],
    ["the other side", "kim or lee", "lee", "kim"],
    ["the middle of three", "kim or lee or park", "lee", "kim or park"],
    ["inside brackets", "edit (kim or lee)", "lee", "edit (kim)"],
    ["all that a bracket held", "edit (kim)", "kim", "edit"],
    ["what was negated", "edit not kim", "kim", "edit"],
    ["a negated part", "edit -kim", "-kim", "edit"],
    ["Hangul", "그룹 by 김민준", "by 김민준", "그룹"],
    ["spaces inside a quotation stay", 'kim  "a  b"', "kim", '"a  b"'],
    ["brackets inside a quotation stay", 'kim "( )"', "kim", '"( )"'],
    ["what is not there", "edit group", "by kim", "edit group"],
    ["nothing", "edit  group", "", "edit  group"],
    ["a negated bracket stays one", "kim -(a or b)", "kim", "-(a or b)"],
    ["an open quotation", 'kim "open', "kim", '"open'],
  ])("%s", (_name, question, part, want) => {
    expect(removeText(question, part)).toBe(want);
  });

  it("is offered only for what stands in the question", () => {
    expect(hasText("edit group", "group")).toBe(true);
    expect(hasText("edit groups", "group")).toBe(false);
    expect(hasText("edit", "")).toBe(false);
  });
});

describe("addText", () => {
  it.each([
    ["puts a condition at the end", "edit  group", "user:kim", "edit group user:kim"],
    ["to nothing", "", "user:kim", "user:kim"],
    ["to all alternatives", "kim or lee", "-task:*", "(kim or lee) -task:*"],
    ["to bracketed ones as they are", "(kim or lee)", "edit", "(kim or lee) edit"],
    ["alternatives too", "edit", "kim or lee", "edit (kim or lee)"],
    ["a word in quotes is no operator", '"kim or lee"', "edit", '"kim or lee" edit'],
    ["an open quote does not take it in", 'kim "lee', "user:a", "kim lee user:a"],
    ["nor an open bracket", "(kim lee", "user:a", "kim lee user:a"],
    ["nor a closed one", "kim) lee", "user:a", "kim lee user:a"],
  ])("%s", (_name, question, text, want) => {
    expect(addText(question, text)).toBe(want);
  });
});
