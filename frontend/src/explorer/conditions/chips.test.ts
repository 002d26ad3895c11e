import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { defaults } from "../../state/search-state";
import { chipsOf } from "./chips";

const question = (q: string, ...chips: [string, string, string, string][]) =>
  chipsOf(
    { ...defaults, q },
    chips.map(([field, op, value, text]) => ({ field, op, value, text })),
    en,
  );

describe("chipsOf", () => {
  it("takes a chip's own words out of the question", () => {
    const chips = question(
      "edit by kim",
      ["any", "matches", "edit", "edit"],
      ["user", "matches", "kim", "by kim"],
    );
    expect(chips.map(({ label, removal }) => [label, removal])).toEqual([
      ["edit", { q: "by kim" }],
      ["User: kim", { q: "edit" }],
    ]);
  });

  it("says a known value by its label and an unknown one as it came", () => {
    const [known, unknown] = question(
      "task:edit_group task:fly",
      ["task", "is", "edit_group", "task:edit_group"],
      ["task", "matches", "fly", "task:fly"],
    );
    expect(known?.label).toBe("Task: Edit group");
    expect(unknown?.label).toBe("Task: fly");
  });

  it("says what is negated", () => {
    expect(question("-status:failure", ["status", "not_is", "failure", "-status:failure"])[0]?.label).toBe(
      "not Status: Failure",
    );
  });

  it("offers no removal for what is not in the question as it stands", () => {
    expect(question("kim", ["any", "matches", "lee", "lee"])[0]?.removal).toBeNull();
  });

  it("has one for each value of a filter", () => {
    const chips = chipsOf({ ...defaults, status: ["failure"], user: ["a@b.example", "c@d.example"] }, [], en);
    expect(chips.map(({ label, removal }) => [label, removal])).toEqual([
      ["Status: Failure", { status: [] }],
      ["User: a@b.example", { user: ["c@d.example"] }],
      ["User: c@d.example", { user: ["a@b.example"] }],
    ]);
  });

  it("has one for each value left out", () => {
    const chips = chipsOf({ ...defaults, not_task: ["view_group"] }, [], en);
    expect(chips.map(({ label, removal }) => [label, removal])).toEqual([
      ["not Task: View group", { not_task: [] }],
    ]);
  });
});
