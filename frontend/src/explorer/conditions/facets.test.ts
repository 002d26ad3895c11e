import { describe, expect, it } from "vitest";
import { defaults } from "../../state/search-state";
import { choicesOf, clearFacet, only, toggle } from "./facets";

describe("a facet", () => {
  it("keeps what is selected and matches nothing, to be taken back", () => {
    const state = { ...defaults, task: ["edit_group", "fly"] };
    expect(
      choicesOf(state, "task", [
        { value: "edit_group", count: 3 },
        { value: "add_tag", count: 1 },
      ]),
    ).toEqual([
      { value: "edit_group", count: 3, selected: true },
      { value: "add_tag", count: 1, selected: false },
      { value: "fly", count: 0, selected: true },
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

  it("asks for events without a value in the question's own words", () => {
    const none = toggle({ ...defaults, q: "kim" }, "task", "");
    expect(none.q).toBe("kim -task:*");
    expect(choicesOf(none, "task", [])).toEqual([{ value: "", count: 0, selected: true }]);
    expect(toggle(none, "task", "").q).toBe("kim");
    expect(clearFacet(none, "task").q).toBe("kim");
  });
});
