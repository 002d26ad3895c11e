import { describe, expect, it } from "vitest";
import { defaults } from "../../state/search-state";
import { applyConditions, conditionsOf, noConditions } from "./advanced";

const chip = (field: string, text: string, op = "matches") => ({ field, op, value: "", text });

describe("the advanced form", () => {
  it("begins with the user and the target of the question in their fields", () => {
    const state = { ...defaults, q: 'edit by kim target:"seoul sales"', status: ["failure"] };
    expect(
      conditionsOf(state, [
        chip("any", "edit"),
        chip("user", "by kim"),
        chip("target", 'target:"seoul sales"'),
      ]),
    ).toEqual({ ...noConditions, words: "edit", user: "kim", target: "seoul sales", status: ["failure"] });
  });

  it("leaves what is more involved among the words", () => {
    const twoUsers = { ...defaults, q: "by kim by lee" };
    expect(conditionsOf(twoUsers, [chip("user", "by kim"), chip("user", "by lee")]).words).toBe(
      "by kim by lee",
    );
    const negated = { ...defaults, q: "-user:kim" };
    expect(conditionsOf(negated, [chip("user", "-user:kim", "not_matches")]).words).toBe("-user:kim");
    const group = { ...defaults, q: "(by kim or by lee)" };
    expect(conditionsOf(group, [chip("group", "(by kim or by lee)", "any_of")]).words).toBe(
      "(by kim or by lee)",
    );
  });

  it("writes the question and the filters", () => {
    expect(
      applyConditions({
        ...noConditions,
        words: " edit ",
        user: "kim minjun",
        target: "a@b.example",
        task: ["edit_group"],
      }),
    ).toEqual({
      q: 'edit user:"kim minjun" target:"a b.example"',
      task: ["edit_group"],
      status: [],
      service_type: [],
    });
  });

  it("gives back the words it was opened with", () => {
    const state = { ...defaults, q: "edit or view", task: ["x"] };
    expect(applyConditions(conditionsOf(state, [chip("group", "edit or view", "any_of")]))).toEqual({
      q: "edit or view",
      task: ["x"],
      status: [],
      service_type: [],
    });
  });
});
