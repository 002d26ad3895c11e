import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { anEvent } from "../../testing/answers";
import { timeFormat } from "../../time/format";
import { filterOf, filterValue, jsonOf, rowOf } from "./actions";
import { guideColumns } from "./columns";

const event = anEvent();
const times = timeFormat("en-GB", "Asia/Seoul");

describe("an event to take along", () => {
  it("is its JSON", () => {
    expect(JSON.parse(jsonOf(event))).toEqual(event);
  });

  it("is a row of the shown columns", () => {
    expect(rowOf(event, guideColumns, en, times).split("\t")).toEqual([
      "22 Nov 2026, 18:12:33.123 GMT+9",
      "Kim Minjun (minjun.kim@acme.example)",
      "Edit group",
      "Seoul Sales 12 (seoul-sales-12@acme.example)",
      "Success",
      "PC Web",
    ]);
  });

  it("keeps tabs and lines of a name in its cell, and gives a spreadsheet nothing to calculate", () => {
    const odd = anEvent({
      user: { id: "", name: "Kim\tMinjun\r\nLee", email: "" },
      target: { type: "", name: '=HYPERLINK("http://evil.example")', email: "" },
      service_type: "",
    });
    expect(rowOf(odd, ["user", "target", "service_type"], en, times)).toBe(
      'Kim Minjun Lee\t\'=HYPERLINK("http://evil.example")\t',
    );
  });
});

describe("a value to filter by", () => {
  it("is the address, or the name without one", () => {
    expect(filterValue(event, "user")).toBe("minjun.kim@acme.example");
    expect(filterValue(anEvent({ target: { type: "", name: "Tag", email: "" } }), "target")).toBe("Tag");
    expect(filterValue(anEvent({ task: "" }), "task")).toBe("");
  });

  it("stands in the columns of the five filters", () => {
    expect(filterOf("user")).toBe("user");
    expect(filterOf("date")).toBeNull();
    expect(filterOf(null)).toBeNull();
  });
});
