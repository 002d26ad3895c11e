import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readColumns, writeColumns } from "../../state/columns";
import { columnNames, type Column, type ColumnName } from "../../state/search-state";
import {
  burstCells,
  chosenOf,
  guideColumns,
  leastTotal,
  moved,
  shownColumns,
  templateOf,
  toggled,
  widthsOf,
  withWidth,
} from "./columns";

const names = (columns: readonly Column[]) => columns.map(({ name }) => name);
const guide = shownColumns(null, 1000);

describe("the columns", () => {
  it("are the guide's six, five where there is little room, or as chosen", () => {
    expect(names(guide)).toEqual(guideColumns);
    expect(names(shownColumns(null, 600))).toEqual(guideColumns.slice(0, 5));
    expect(names(shownColumns(null, 430))).toEqual(["date", "user", "task", "status"]);
    const chosen: Column[] = [{ name: "id", width: null }, ...guide];
    expect(shownColumns(chosen, 300)).toBe(chosen);
  });

  it("fit beside an open event", () => {
    expect(leastTotal(shownColumns(null, 600))).toBeLessThanOrEqual(580);
    expect(leastTotal(shownColumns(null, 521))).toBeLessThanOrEqual(521);
    expect(leastTotal(shownColumns(null, 430))).toBeLessThanOrEqual(430);
    expect(leastTotal(guide)).toBeLessThanOrEqual(780);
  });

  it("make a template, widths in pixels where given", () => {
    const wider = withWidth(guide, "user", 240);
    expect(templateOf(wider)).toBe(
      "104px 240px minmax(76px, 2fr) minmax(76px, 1.9fr) 84px minmax(116px, 1fr)",
    );
    expect(withWidth(guide, "user", 3)[1]).toEqual({ name: "user", width: 48 });
    expect(chosenOf(withWidth(wider, "user", null))).toBeNull();
  });

  it("come out as wide as the table gives them", () => {
    expect(widthsOf(guide, 1000)).toEqual([104, 205, 195, 186, 84, 116]);
    expect(widthsOf(guide, 300)).toEqual([104, 76, 76, 76, 84, 116]);
    expect(widthsOf(withWidth(guide, "user", 300), 1000)[1]).toBe(300);
    const wide = widthsOf(guide, 1400);
    expect(wide.reduce((sum, width) => sum + width, 0)).toBeCloseTo(1400 - 50 - 60, -1);
  });

  it("move as far as they go", () => {
    expect(names(moved(guide, "user", 1)).slice(0, 3)).toEqual(["date", "task", "user"]);
    expect(names(moved(guide, "date", -1))).toEqual(guideColumns);
    expect(names(moved(guide, "date", 99)).at(-1)).toBe("date");
    expect(chosenOf(moved(moved(guide, "user", 1), "user", -1))).toBeNull();
  });

  it("go and come, the last one stays", () => {
    expect(names(toggled(guide, "task"))).not.toContain("task");
    expect(names(toggled(guide, "id")).at(-1)).toBe("id");
    const [first] = guide;
    if (!first) throw new Error("bug");
    expect(toggled([first], first.name)).toEqual([first]);
  });

  it("stay what can stand in an address, whatever is done with them", () => {
    const name = fc.constantFrom(...columnNames);
    const act = fc.oneof(
      fc.record({ do: fc.constant("move"), name, by: fc.integer({ min: -9, max: 9 }) }),
      fc.record({ do: fc.constant("toggle"), name, by: fc.constant(0) }),
      fc.record({ do: fc.constant("width"), name, by: fc.integer({ min: -50, max: 3000 }) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const columns = acts.reduce<readonly Column[]>((before, { do: what, name: which, by }) => {
          if (what === "move") return moved(before, which, by);
          return what === "toggle" ? toggled(before, which) : withWidth(before, which, by);
        }, guide);
        expect(columns.length).toBeGreaterThan(0);
        expect(readColumns(writeColumns(columns) ?? "")).toEqual(columns);
      }),
    );
  });
});

describe("burstCells", () => {
  it.each<[ColumnName[], string]>([
    [[...guideColumns], "date phrase3 status service_type"],
    [["user", "date", "task", "status", "id"], "phrase date nothing status nothing"],
    [["id"], "phrase"],
    [["date", "status"], "phrase2"],
  ])("of %j", (columns, want) => {
    const cells = burstCells(columns).map(({ name, span }) => (span === 1 ? name : `${name}${span}`));
    expect(cells.join(" ")).toBe(want);
  });
});
