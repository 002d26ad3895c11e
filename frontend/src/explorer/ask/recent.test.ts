import { beforeEach, describe, expect, it, vi } from "vitest";
import { keep } from "../../app/kept";
import { forgetQuestion, forgetQuestions, maxRecent, recentQuestions, rememberQuestion } from "./recent";

beforeEach(() => localStorage.clear());

describe("recent questions", () => {
  it("are kept newest first, each once, no more than fit", () => {
    for (let at = 0; at < maxRecent + 5; at++) rememberQuestion("kim", `question ${at}`);
    rememberQuestion("kim", " question 10 ");
    rememberQuestion("kim", "  ");
    const kept = recentQuestions("kim");
    expect(kept).toHaveLength(maxRecent);
    expect(kept.slice(0, 2)).toEqual(["question 10", "question 24"]);
    expect(new Set(kept).size).toBe(maxRecent);
  });

  it("can be forgotten, one or all", () => {
    rememberQuestion("kim", "one");
    rememberQuestion("kim", "two");
    forgetQuestion("kim", "one");
    expect(recentQuestions("kim")).toEqual(["two"]);
    forgetQuestions();
    expect(recentQuestions("kim")).toEqual([]);
  });

  it("are the asking person's own", () => {
    rememberQuestion("kim", "secret");
    expect(recentQuestions("lee")).toEqual([]);
    rememberQuestion("lee", "other");
    expect(recentQuestions("lee")).toEqual(["other"]);
  });

  it.each(["", "nonsense", "[1]", '{"who":"kim","questions":[1]}', '{"who":"kim","questions":[""]}'])(
    "are none where %j is kept",
    (written) => {
      keep("recent", written);
      expect(recentQuestions("kim")).toEqual([]);
      rememberQuestion("kim", "one");
      expect(recentQuestions("kim")).toEqual(["one"]);
    },
  );

  it("are none where the browser keeps nothing", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    rememberQuestion("kim", "one");
    expect(recentQuestions("kim")).toEqual([]);
  });
});
