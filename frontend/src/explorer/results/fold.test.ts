import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../../api/schema";
import { anEvent } from "../../testing/answers";
import { eachItsOwn, foldRuns, leastRun, lengthMS, personOf, widestPauseMS, type Folded } from "./fold";

const start = Date.parse("2026-11-22T10:00:00.000Z");
const dayOf = (event: AuditEvent) => event.time.slice(0, 10);
const fold = (events: AuditEvent[], more = false) => foldRuns(events, { more, dayOf });

/** `count` events of one act, `apart` ms between them, newest first. */
function run(count: number, apart = 1000, patch: Partial<AuditEvent> = {}): AuditEvent[] {
  return Array.from({ length: count }, (_, at) =>
    anEvent({
      id: `${patch.task ?? "act"} ${at}`,
      time: new Date(start - at * apart).toISOString(),
      target: { type: "member", name: `Member ${at}`, email: "" },
      ...patch,
    }),
  );
}

const shape = (folded: Folded[]) =>
  folded.map((item) =>
    item.kind === "event" ? "event" : `${item.burst.events.length}${item.burst.open ? "+" : ""}`,
  );

describe("foldRuns", () => {
  it("folds a run of at least five", () => {
    expect(shape(fold(run(214)))).toEqual(["214"]);
    expect(shape(fold(run(5)))).toEqual(["5"]);
    expect(shape(fold(run(4)))).toEqual(["event", "event", "event", "event"]);
    expect(fold([])).toEqual([]);
  });

  it.each<[string, Partial<AuditEvent>]>([
    ["person", { user: { id: "", name: "Lee Jiho", email: "jiho.lee@acme.example" } }],
    ["task", { task: "view_group" }],
    ["status", { status: "failure" }],
    ["service type", { service_type: "scim" }],
  ])("ends a run where the %s is another", (_, patch) => {
    const [one] = run(1, 0, { id: "other", ...patch });
    if (!one) throw new Error("bug");
    const events = [...run(6), { ...one, time: new Date(start - 6500).toISOString() }, ...run(6).map(later)];
    expect(shape(fold(events))).toEqual(["6", "event", "6"]);
  });

  it("takes neighbours of up to ten minutes, in either order", () => {
    expect(shape(fold(run(6, widestPauseMS)))).toEqual(["6"]);
    expect(shape(fold(run(6, widestPauseMS).reverse()))).toEqual(["6"]);
    expect(shape(fold(run(3, widestPauseMS + 1)))).toEqual(["event", "event", "event"]);
  });

  it("stops at midnight", () => {
    const night = run(12).map((event, at) => ({
      ...event,
      time: new Date(Date.parse("2026-11-22T00:00:05.500Z") - at * 1000).toISOString(),
    }));
    expect(shape(fold(night))).toEqual(["6", "6"]);
  });

  it("says that the last may go on while there is more to load", () => {
    expect(shape(fold([...run(6, 1000, { task: "view_group" }), ...run(100).map(later)], true))).toEqual([
      "6",
      "100+",
    ]);
    expect(shape(fold(run(100), false))).toEqual(["100"]);
  });

  it("knows one person by address, whatever name was written", () => {
    const names = run(5).map((event, at) => ({
      ...event,
      user: {
        id: "",
        name: at % 2 === 0 ? "Kim" : "김",
        email: at % 2 === 0 ? "KIM@acme.example" : "kim@acme.example",
      },
    }));
    expect(shape(fold(names))).toEqual(["5"]);
  });

  it("unfolds to exactly the rows it was given, in their order, each once", () => {
    const event = fc.record({
      gap: fc.integer({ min: 0, max: 2 * widestPauseMS }),
      user: fc.constantFrom("a@x", "b@x"),
      task: fc.constantFrom("view_group", "edit_group", "unheard_of"),
      status: fc.constantFrom("success", "failure"),
    });
    // Mostly of one kind and close together, or there would be no runs to fold.
    const close = fc.record({ ...constant, gap: fc.integer({ min: 0, max: 60_000 }) });
    fc.assert(
      fc.property(fc.array(fc.oneof({ arbitrary: close, weight: 6 }, event)), fc.boolean(), (made, more) => {
        let time = start;
        const events = made.map(({ gap, user, task, status }, at) =>
          anEvent({
            id: String(at),
            time: new Date((time -= gap)).toISOString(),
            user: { id: "", name: "", email: user },
            task,
            status,
          }),
        );
        const folded = fold(events, more);
        const unfolded = folded.flatMap((item) =>
          item.kind === "event" ? [item.event] : [...item.burst.events],
        );
        expect(unfolded).toEqual(events);
        folded.forEach((item, at) => {
          if (item.kind === "event") return;
          const { events: its, open } = item.burst;
          expect(its.length).toBeGreaterThanOrEqual(leastRun);
          expect(
            new Set(its.map(({ user, task, status }) => `${personOf(user)} ${task} ${status}`)).size,
          ).toBe(1);
          expect(new Set(its.map(dayOf)).size).toBe(1);
          expect(open).toBe(more && at === folded.length - 1);
        });
      }),
    );
  });
});

const constant = {
  user: fc.constant("a@x"),
  task: fc.constant("view_group"),
  status: fc.constant("success"),
};

/** Well after what stands before it in a list, still newest first. */
const later = (event: AuditEvent, at: number) => ({
  ...event,
  id: `later ${event.id}`,
  time: new Date(start - 7000 - at * 1000).toISOString(),
});

describe("a burst", () => {
  const burst = (events: AuditEvent[]) => {
    const [item] = fold(events);
    if (item?.kind !== "burst") throw new Error("no burst");
    return item.burst;
  };

  it("lasts from its first to its last event", () => {
    expect(lengthMS(burst(run(7, 60_000)))).toBe(360_000);
    expect(lengthMS(burst(run(7, 60_000).reverse()))).toBe(360_000);
  });

  it("says 214 members only of 214 different ones", () => {
    expect(eachItsOwn(burst(run(7)))).toBe(true);
    const target = { type: "member", name: "Member", email: "" };
    expect(eachItsOwn(burst(run(7, 1000, { target })))).toBe(false);
    expect(eachItsOwn(burst(run(7, 1000, { target: { type: "", name: "", email: "" } })))).toBe(false);
  });
});
