import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuestionChip } from "../../api/schema";
import { prefixOf } from "../../question/write";
import { defaults, filterNames, type FilterName, type SearchState } from "../../state/search-state";
import { applyConditions, conditionsOf, opsOf, rowFields, type Conditions, type Row } from "./conditions";

const chip = (field: string, op: string, text: string, value = ""): QuestionChip => ({
  field,
  op,
  value,
  text,
});
const row = (field: Row["field"], op: Row["op"], values: string[], text: string | null = null): Row => ({
  field,
  op,
  values,
  text,
});

describe("conditionsOf", () => {
  it("lays out filters and what of the question says the same as a row", () => {
    const state: SearchState = {
      ...defaults,
      q: 'edit group by kim -target:(a or "b c") failed since yesterday "seoul sales" -tokyo',
      service_type: ["scim", "api"],
      not_user: ["a@b.example"],
    };
    const understood = [
      chip("task", "is", "edit group", "edit_group"),
      chip("user", "matches", "by kim", "kim"),
      chip("group", "not_any_of", '-target:(a or "b c")', 'a or "b c"'),
      chip("status", "is", "failed", "failure"),
      chip("time", "during", "since yesterday"),
      chip("any", "matches", '"seoul sales"', "seoul sales"),
      chip("any", "not_matches", "-tokyo", "tokyo"),
    ];
    expect(conditionsOf(state, understood)).toEqual({
      words: 'since yesterday "seoul sales"',
      rows: [
        row("service_type", "is", ["scim", "api"]),
        row("user", "is_not", ["a@b.example"]),
        row("task", "is", ["edit_group"], "edit group"),
        row("user", "contains", ["kim"], "by kim"),
        row("target", "contains_not", ["a", "b c"], '-target:(a or "b c")'),
        row("status", "is", ["failure"], "failed"),
        row("words", "contains_not", ["tokyo"], "-tokyo"),
      ],
    });
  });

  it.each([
    ["plain words", "edit kim", [chip("any", "matches", "edit"), chip("any", "matches", "kim")]],
    ["brackets", "(by kim or edit)", [chip("group", "any_of", "(by kim or edit)")]],
    ["all of several", "-(a b)", [chip("group", "not_all_of", "-(a b)", "a b")]],
    [
      "two exact values of one field",
      "task:add_tag task:edit_tag",
      [chip("task", "is", "task:add_tag", "add_tag"), chip("task", "is", "task:edit_tag", "edit_tag")],
    ],
    [
      "an empty field",
      '-task:* status:""',
      [chip("task", "not_matches", "-task:*", "*"), chip("status", "is", 'status:""', "")],
    ],
    [
      "an address among alternatives",
      "user:(a@b.example or kim)",
      [chip("group", "any_of", "user:(a@b.example or kim)")],
    ],
    ["what is not in the question", "kim", [chip("user", "matches", "by lee", "lee")]],
  ])("leaves %s among the words", (_name, q, understood) => {
    expect(conditionsOf({ ...defaults, q }, understood)).toEqual({ words: q, rows: [] });
  });

  it("leaves an exact value to the words where a filter of its field is set: both must hold", () => {
    const state = { ...defaults, q: "task:add_tag", task: ["edit_tag"] };
    expect(conditionsOf(state, [chip("task", "is", "task:add_tag", "add_tag")])).toEqual({
      words: "task:add_tag",
      rows: [row("task", "is", ["edit_tag"])],
    });
  });
});

describe("applyConditions", () => {
  const state: SearchState = { ...defaults, q: "by kim edit group -tokyo", not_status: ["failure"] };
  const opened = conditionsOf(state, [
    chip("user", "matches", "by kim", "kim"),
    chip("task", "is", "edit group", "edit_group"),
    chip("any", "not_matches", "-tokyo", "tokyo"),
  ]);
  const filled = (change: (conditions: Conditions) => Conditions) => {
    const { q, ...filters } = applyConditions(state, opened, change(opened));
    const set = Object.entries(filters).filter(([, values]) => values.length > 0);
    return { q, ...Object.fromEntries(set) };
  };

  it("changes nothing that was not changed", () => {
    expect(filled((same) => same)).toEqual({ q: state.q, not_status: ["failure"] });
  });

  it("keeps the question as typed around a row that was changed or taken out", () => {
    const [filter, user, task, tokyo] = opened.rows as [Row, Row, Row, Row];
    expect(filled((form) => ({ ...form, rows: [filter, user, tokyo] })).q).toBe("by kim -tokyo");
    expect(
      filled((form) => ({
        ...form,
        rows: [filter, user, { ...task, values: ["add_tag"], text: null }, tokyo],
      })),
    ).toEqual({ q: "by kim -tokyo", task: ["add_tag"], not_status: ["failure"] });
    expect(
      filled((form) => ({
        ...form,
        rows: [{ ...user, values: ["lee", "park jin"], text: null }, task, tokyo],
      })),
    ).toEqual({ q: 'edit group -tokyo user:(lee or "park jin")' });
  });

  it("puts changed words first, and the rows of the question after them", () => {
    expect(filled((form) => ({ ...form, words: "seoul or busan" })).q).toBe(
      "(seoul or busan) by kim edit group -tokyo",
    );
  });

  it("ignores rows without a value", () => {
    const empty = [row("user", "contains", []), row("task", "is", []), row("words", "contains_not", [" "])];
    expect(filled((form) => ({ ...form, rows: [...form.rows, ...empty] })).q).toBe(state.q);
  });
});

/** The chips that the server makes of what the form writes, and of plain words. */
function chipsOfWritten(q: string): QuestionChip[] {
  const parts = q.match(/-?(?:\w+:)?(?:\((?:"[^"]*"|[^")])*\)|"[^"]*"|[^\s()"]+)/g) ?? [];
  return parts.map((text) => {
    const [, minus = "", prefix = "", value = ""] = /^(-?)(?:(\w+):)?(.*)$/s.exec(text) ?? [];
    const field = prefix === "" ? "any" : prefix === "via" ? "service_type" : prefix;
    const op = value.startsWith("(") ? "any_of" : "matches";
    return chip(
      op === "any_of" ? "group" : field,
      (minus && "not_") + op,
      text,
      value.replace(/^"(.*)"$/, "$1"),
    );
  });
}

describe("the form and the state are one", () => {
  const value = fc.oneof(
    fc.constantFrom(
      "kim",
      "seoul sales",
      "김민준",
      "o'brien",
      "a:b",
      "-x",
      "or",
      "yesterday",
      "(x)",
      "مريم",
      "k*",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  );
  const exact = fc.oneof(value, fc.constantFrom("edit_group", "a@b.example", 'a"b@c.example'));
  const words = fc.constantFrom("", "edit", "edit group", '"seoul sales" kim', "last week");

  const rows = fc
    .array(
      fc
        .constantFrom(...rowFields)
        .chain((field) => fc.tuple(fc.constant(field), fc.constantFrom(...opsOf(field))))
        .chain(([field, op]) =>
          fc
            .uniqueArray(op === "is" || op === "is_not" ? exact : value, { minLength: 1, maxLength: 3 })
            .map((values) => row(field, op, values)),
        ),
      { maxLength: 6 },
    )
    // One filter a field and kind; any of its values will do.
    .map((all) =>
      all.filter(
        (one, at) =>
          one.op.startsWith("contains") ||
          all.findIndex((other) => other.field === one.field && other.op === one.op) === at,
      ),
    );

  it("what is filled in and applied stands there again, and applying that changes nothing", () => {
    fc.assert(
      fc.property(words, rows, (typed, filled) => {
        const opened = conditionsOf(defaults, []);
        const state = { ...defaults, ...applyConditions(defaults, opened, { words: typed, rows: filled }) };
        const again = conditionsOf(state, chipsOfWritten(state.q));
        expect({ ...state, ...applyConditions(state, again, again) }).toEqual(state);

        // Filters are there to the letter.
        for (const { field, op, values } of filled) {
          if (op === "is") expect(again.rows).toContainEqual(row(field, op, values));
        }
        // Rewriting every row from its values, as an edit would, says the same again.
        const rewritten = { ...again, rows: again.rows.map((one) => ({ ...one, text: null })) };
        const twice = { ...state, ...applyConditions(state, again, rewritten) };
        expect(sorted(twice)).toEqual(sorted(state));
      }),
      { numRuns: 400 },
    );
  });

  it("opening any state and applying it unchanged leaves it as it was", () => {
    const state = fc.record({
      q: fc
        .array(fc.oneof(value, fc.constantFrom("user:kim", "-via:x", "(a or b)", '"x')), { maxLength: 5 })
        .map((all) => all.join(" ")),
      ...(Object.fromEntries(
        filterNames.flatMap((name) => [
          [name, fc.uniqueArray(exact, { maxLength: 2 })],
          [`not_${name}`, fc.uniqueArray(exact, { maxLength: 2 })],
        ]),
      ) as Record<FilterName, fc.Arbitrary<string[]>>),
    });
    fc.assert(
      fc.property(state, (given) => {
        const before: SearchState = { ...defaults, ...given };
        const opened = conditionsOf(before, chipsOfWritten(before.q));
        expect({ ...before, ...applyConditions(before, opened, opened) }).toEqual(before);
      }),
    );
  });

  const sorted = (state: SearchState) => ({
    ...state,
    q: (state.q.match(/"[^"]*"|[^\s"]+/g) ?? []).sort().join(" "),
  });
  it("names every filter as the question does", () => {
    expect(Object.keys(prefixOf).sort()).toEqual([...filterNames].sort());
  });
});
