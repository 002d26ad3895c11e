import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { defaults } from "../../state/search-state";
import { timeFormat } from "../../time/format";
import { chipsOf } from "./chips";

const times = timeFormat("en-GB", "Asia/Seoul");

const question = (q: string, ...chips: [string, string, string, string][]) =>
  chipsOf(
    { ...defaults, q },
    chips.map(([field, op, value, text]) => ({ field, op, value, text })),
    en,
    times,
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
    const chips = chipsOf(
      { ...defaults, status: ["failure"], user: ["a@b.example", "c@d.example"] },
      [],
      en,
      times,
    );
    expect(chips.map(({ label, removal }) => [label, removal])).toEqual([
      ["Status: Failure", { status: [] }],
      ["User: a@b.example", { user: ["c@d.example"] }],
      ["User: c@d.example", { user: ["a@b.example"] }],
    ]);
  });

  it("has one for each value left out", () => {
    const chips = chipsOf({ ...defaults, not_task: ["view_group"] }, [], en, times);
    expect(chips.map(({ label, removal }) => [label, removal])).toEqual([
      ["not Task: View group", { not_task: [] }],
    ]);
  });

  it("says what was read of plain words, by label and by period", () => {
    const chips = question(
      "edit group by Kim failed last week",
      ["task", "is", "edit_group", "edit group"],
      ["user", "matches", "kim", "by Kim"],
      ["status", "is", "failure", "failed"],
      ["time", "during", "2026-11-15T15:00:00Z/2026-11-22T15:00:00Z", "last week"],
    );
    expect(chips.map(({ label, removal }) => [label, removal?.q])).toEqual([
      ["Task: Edit group", "by Kim failed last week"],
      ["User: Kim", "edit group failed last week"],
      ["Status: Failure", "edit group by Kim last week"],
      ["Period: last week", "edit group by Kim failed"],
    ]);
    expect(chips[3]?.detail).toBe("16 Nov 2026, 00:00 – 23 Nov 2026, 00:00");
  });

  it("keeps what was typed as it was typed", () => {
    const labels = question(
      'by "Zoë García" -target:"Seoul Sales" user:(kim or "lee jiho") via sc* -(a or b) on:2026-11-22 not before:yesterday since yesterday',
      ["user", "matches", "zoe garcia", 'by "Zoë García"'],
      ["target", "not_matches", "seoul sales", '-target:"Seoul Sales"'],
      ["group", "any_of", 'kim or "lee jiho"', 'user:(kim or "lee jiho")'],
      ["service_type", "matches", "sc*", "via sc*"],
      ["group", "not_any_of", "a or b", "-(a or b)"],
      ["time", "on", "2026-11-22", "on:2026-11-22"],
      ["time", "not_before", "yesterday", "not before:yesterday"],
      ["time", "during", "2026-11-22T15:00:00Z/", "since yesterday"],
    ).map(({ label }) => label);
    expect(labels).toEqual([
      "User: Zoë García",
      "not Target: Seoul Sales",
      "User: kim or lee jiho",
      "Service Type: sc*",
      "not a or b",
      "Period: 2026-11-22",
      "not Period: before yesterday",
      "Period: since yesterday",
    ]);
  });

  it("says that a field is empty, or is not", () => {
    expect(question("-task:*", ["task", "not_matches", "*", "-task:*"])[0]?.label).toBe("Task: (none)");
    expect(question("task:*", ["task", "matches", "*", "task:*"])[0]?.label).toBe("not Task: (none)");
    expect(question('task:""', ["task", "is", "", 'task:""'])[0]?.label).toBe("Task: (none)");
  });

  it("shows what is more involved as it was typed", () => {
    const label = (...chip: [string, string, string, string]) => question(chip[3], chip)[0]?.label;
    expect(label("group", "any_of", "kim or (lee -park)", "kim or (lee -park)")).toBe("kim or (lee -park)");
    expect(label("group", "not_all_of", "a b", "-(a b)")).toBe("not a b");
    expect(label("time", "during", "nonsense", "last week")).toBe("Period: last week");
  });
});
