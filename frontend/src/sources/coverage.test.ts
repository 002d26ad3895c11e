import { describe, expect, it } from "vitest";
import { countOf, monthsOf, weeksOf } from "./coverage";

/** Days from the first to the last, whole but for some. */
function days(first: string, last: string, covered: Record<string, number> = {}) {
  const out = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    out.push({ day, covered: covered[day] ?? 1 });
  }
  return out;
}

describe("weeksOf", () => {
  it("begins each column on a Monday and fills up what lies beyond", () => {
    // 2026-11-18 is a Wednesday, 2026-11-24 a Tuesday.
    const weeks = weeksOf(days("2026-11-18", "2026-11-24", { "2026-11-19": 0, "2026-11-20": 0.5 }));
    expect(weeks.map((week) => week.map(({ kind }) => kind))).toEqual([
      ["forgotten", "forgotten", "whole", "none", "partly", "whole", "whole"],
      ["whole", "whole", "later", "later", "later", "later", "later"],
    ]);
    expect(weeks[0]?.[0]?.day).toBe("2026-11-16");
    expect(
      weeks
        .flat()
        .filter(({ today }) => today)
        .map(({ day }) => day),
    ).toEqual(["2026-11-24"]);
  });

  it.each([
    ["a Monday alone", "2026-11-23", "2026-11-23", 1],
    ["a Sunday alone", "2026-11-22", "2026-11-22", 1],
    ["181 days", "2026-05-28", "2026-11-24", 27],
    ["over 29 February", "2028-02-28", "2028-03-06", 2],
  ])("%s", (_, first, last, columns) => {
    const weeks = weeksOf(days(first, last));
    expect(weeks).toHaveLength(columns);
    expect(weeks.flat().filter(({ kind }) => kind === "whole")).toHaveLength(days(first, last).length);
  });

  it("is nothing of no days", () => {
    expect(weeksOf([])).toEqual([]);
  });
});

it("counts by kind, without today", () => {
  const some = days("2026-11-18", "2026-11-24", { "2026-11-19": 0, "2026-11-20": 0.999, "2026-11-24": 0.4 });
  expect(countOf(some)).toEqual({ whole: 4, partly: 1, none: 1 });
});

it("names a month over the column that has its first day", () => {
  expect(monthsOf(weeksOf(days("2026-09-29", "2026-11-03")))).toEqual([
    { column: 0, day: "2026-10-01" },
    { column: 4, day: "2026-11-01" },
  ]);
});
