import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clocks,
  columnNames,
  defaults,
  densities,
  exclusionNames,
  filterNames,
  intervals,
  scopes,
  sorts,
  type SearchState,
} from "./search-state";
import { ignoredText, readState, splitQuery, writeState } from "./url";

const read = (query: string) => readState(splitQuery(query));

const word = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
const values = fc.uniqueArray(word, { maxLength: 3 });
const period = fc.constantFrom<[string | null, string | null]>(
  [null, null],
  ["now-7d", null],
  ["now-24h", "now"],
  ["today", null],
  ["yesterday", "yesterday"],
  ["last-month", "last-month"],
  ["this-week", null],
  ["2026-02-28", "2026-03-01"],
  ["2026-11-22T09:12:33.123Z", "2026-11-22T18:12:34+05:30"],
);

const columns = fc.option(
  fc.uniqueArray(
    fc.record({ name: fc.constantFrom(...columnNames), width: fc.option(fc.integer({ min: 48, max: 900 })) }),
    { minLength: 1, selector: ({ name }) => name },
  ),
);

const anyState: fc.Arbitrary<SearchState> = fc
  .record({
    q: fc.string({ maxLength: 40, unit: "grapheme" }),
    period,
    tz: fc.constantFrom(null, "Asia/Seoul", "America/New_York", "UTC"),
    task: values,
    status: values,
    service_type: values,
    user: values,
    target: values,
    not_task: values,
    not_status: values,
    not_service_type: values,
    not_user: values,
    not_target: values,
    cols: columns,
    density: fc.constantFrom(...densities),
    times: fc.constantFrom(...clocks),
    fold: fc.boolean(),
    scope: fc.constantFrom(...scopes),
    view: fc.constantFrom(null, "KZQ2JQ5W3YB7XDCV4LHN6TEMRA"),
    sort: fc.constantFrom(...sorts),
    interval: fc.constantFrom(...intervals),
    event: fc.constantFrom(null, "01KAJ3T5Q1W8Z0R7M2C9X4V6BN"),
    live: fc.boolean(),
  })
  .map(({ period: [from, to], ...rest }) => ({ ...rest, from, to }));

describe("the address", () => {
  it("gives back every state that was written into it", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(read(writeState(state))).toEqual({ state, ignored: [] });
      }),
    );
  });

  it("reads a state that it has read before as the same state", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(readState(state)).toEqual({ state, ignored: [] });
      }),
    );
  });

  it("never fails on what a stranger wrote, and writes the rest in one form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (query) => {
        const written = writeState(read(query).state);
        expect(writeState(read(written).state)).toBe(written);
      }),
    );
  });

  it("names what it ignored, and no more of it than one can take in", () => {
    const { ignored } = readState(splitQuery("?from=tuesday&colour=red"));
    expect(ignoredText(ignored)).toBe("from=tuesday, colour=red");
    expect(ignoredText([{ parameter: "q", value: "🌷".repeat(9000) }])).toBe(`q=${"🌷".repeat(58)}…`);
    const many = Array.from({ length: 900 }, (_, at) => ({ parameter: `p${at}`, value: "" }));
    expect(ignoredText(many)).toBe("p0=, p1=, p2=, p3=, p4=, …");
    // A name of the other direction does not turn what stands around it.
    expect(ignoredText([{ parameter: "user", value: "محمد" }])).toBe("\u2068user=محمد\u2069");
  });

  it("is empty for the defaults", () => {
    expect(writeState(defaults)).toBe("");
    expect(read("")).toEqual({ state: defaults, ignored: [] });
  });

  it("uses plain repeated parameters", () => {
    expect(writeState({ ...defaults, q: "edit group", task: ["edit_group", "add_group"], live: true })).toBe(
      "?q=edit+group&task=edit_group&task=add_group&live=1",
    );
  });

  it.each([
    ["?from=last+tuesday", "from", "last tuesday"],
    ["?from=2026-02-30", "from", "2026-02-30"],
    ["?to=2026-11-22T25:00:00Z", "to", "2026-11-22T25:00:00Z"],
    ["?tz=Asia/Soul", "tz", "Asia/Soul"],
    ["?tz=%2B09:00", "tz", "+09:00"],
    ["?sort=user", "sort", "user"],
    ["?interval=3m", "interval", "3m"],
    ["?event=42", "event", "42"],
    ["?live=yes", "live", "yes"],
    ["?cols=date,colour", "cols", "date,colour"],
    ["?cols=date,date", "cols", "date,date"],
    ["?density=tiny", "density", "tiny"],
    ["?view=my+own", "view", "my own"],
    ["?scope=planet", "scope", "planet"],
    ["?colour=red", "colour", "red"],
    ["?__proto__=x", "__proto__", "x"],
    ["?toString=x", "toString", "x"],
  ])("%s keeps the default and names the part", (query, parameter, value) => {
    expect(read(query)).toEqual({ state: defaults, ignored: [{ parameter, value }] });
  });

  it("keeps columns in their order and their widths within bounds", () => {
    expect(read("?cols=task,date:220,id:1").state.cols).toEqual([
      { name: "task", width: null },
      { name: "date", width: 220 },
      { name: "id", width: 48 },
    ]);
    expect(writeState({ ...defaults, cols: [{ name: "user", width: 300 }], fold: false })).toBe(
      "?cols=user%3A300&fold=0",
    );
  });

  it("ignores a period that runs backwards, both ends", () => {
    const { state, ignored } = read("?from=2026-11-05&to=2026-11-01&q=kim");
    expect(state).toEqual({ ...defaults, q: "kim" });
    expect(ignored.map((part) => part.parameter)).toEqual(["from", "to"]);
  });

  it("reads an offset whose plus sign was typed by hand", () => {
    expect(read("?from=2026-11-01T00:00:00+09:00").state.from).toBe("2026-11-01T00:00:00+09:00");
  });

  it("drops empty and repeated filter values, and says nothing of a log-in's own parameters", () => {
    const { state, ignored } = read("?task=&task=x&task=x&login=expired");
    expect(state.task).toEqual(["x"]);
    expect(ignored).toEqual([]);
  });

  it("keeps any value of a filter, known or not", () => {
    for (const name of [...filterNames, ...exclusionNames]) {
      expect(read(`?${name}=%EA%B9%80+%26x`).state[name]).toEqual(["김 &x"]);
    }
  });
});
