import { describe, expect, it } from "vitest";
import { defaults } from "../../state/search-state";
import { choicesOf, clearFacet, exclude, isMarked, markOf, only, toggle } from "./facets";

describe("a facet", () => {
  it("keeps what is marked and matches nothing, to be taken back", () => {
    const state = { ...defaults, task: ["edit_group", "fly"], not_task: ["swim"] };
    const counted = [
      { value: "edit_group", count: 3 },
      { value: "add_tag", count: 1 },
    ];
    expect(choicesOf(state, "task", counted, true)).toEqual([
      { value: "edit_group", count: 3, mark: "chosen" },
      { value: "add_tag", count: 1, mark: "none" },
      { value: "fly", count: 0, mark: "chosen" },
      { value: "swim", count: 0, mark: "out" },
    ]);
    expect(choicesOf({ ...defaults, user: ["a@b.example"] }, "user", [], false)).toEqual([
      { value: "a@b.example", count: null, mark: "chosen" },
    ]);
  });

  it("switches values on and off, several at a time", () => {
    const one = toggle(defaults, "status", "failure");
    const two = toggle(one, "status", "success");
    expect(two.status).toEqual(["failure", "success"]);
    expect(toggle(two, "status", "failure").status).toEqual(["success"]);
    expect(only(two, "status", "success").status).toEqual(["success"]);
    expect(clearFacet(two, "status")).toEqual(defaults);
  });

  it("leaves values out, and a value is never chosen and left out at once", () => {
    const out = exclude(toggle(defaults, "user", "a@b.example"), "user", "a@b.example");
    expect([out.user, out.not_user]).toEqual([[], ["a@b.example"]]);
    expect(isMarked(out, "user")).toBe(true);
    const chosen = toggle(out, "user", "a@b.example");
    expect([chosen.user, chosen.not_user]).toEqual([["a@b.example"], []]);
    expect(exclude(out, "user", "a@b.example")).toEqual(defaults);
    expect(only({ ...out, user: ["c@d.example"] }, "user", "e@f.example")).toEqual({
      ...defaults,
      user: ["e@f.example"],
    });
  });

  it("asks for events without a value in the question's own words", () => {
    const none = toggle({ ...defaults, q: "kim" }, "task", "");
    expect(none.q).toBe("kim -task:*");
    expect(choicesOf(none, "task", [], true)).toEqual([{ value: "", count: 0, mark: "chosen" }]);
    expect(toggle(none, "task", "").q).toBe("kim");
    expect(clearFacet(none, "task").q).toBe("kim");
  });

  it("leaves out the events without a value likewise", () => {
    const some = exclude({ ...defaults, q: "kim -task:*" }, "task", "");
    expect(some.q).toBe("kim task:*");
    expect(markOf(some, "task", "")).toBe("out");
    expect(clearFacet(some, "task").q).toBe("kim");
  });
});
