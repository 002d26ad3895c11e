import { describe, expect, it } from "vitest";
import { anEvent } from "../../testing/answers";
import { timeFormat } from "../../time/format";
import { eventsOfPages, linesOf } from "./neighbours";

const at = (id: string, time = "2026-11-22T09:00:00.000Z") => anEvent({ id, time });
const ids = (events: { id: string }[]) => events.map(({ id }) => id).join("");

describe("eventsOfPages", () => {
  const newer = { event: at("c"), before: [], after: [at("b"), at("a")] };
  const middle = { event: at("e"), before: [at("f"), at("g")], after: [at("d"), at("c")] };
  const older = { event: at("g"), before: [at("h"), at("i")], after: [] };

  it("joins pages where they touch, events of one millisecond included", () => {
    expect(ids(eventsOfPages([newer, middle, older], "-time"))).toBe("abcdefghi");
  });

  it("follows the order of the list", () => {
    expect(ids(eventsOfPages([middle], "time"))).toBe("gfedc");
  });
});

describe("linesOf", () => {
  const seoul = timeFormat("en-GB", "Asia/Seoul").dayKey;
  const lines = (...events: ReturnType<typeof at>[]) =>
    linesOf(events, at("m"), seoul).map((line) => (line.kind === "day" ? seoul(line.at) : line.event.id));

  it("says where the day of the zone changes", () => {
    // 15:00 UTC is midnight in Seoul.
    expect(lines(at("x", "2026-11-22T15:00:00.000Z"), at("m"), at("y", "2026-11-21T14:59:59.999Z"))).toEqual([
      "2026-11-23",
      "x",
      "2026-11-22",
      "m",
      "2026-11-21",
      "y",
    ]);
  });

  it("needs no line where all is of the event's own day", () => {
    expect(lines(at("x", "2026-11-22T14:59:59.999Z"), at("m"))).toEqual(["x", "m"]);
  });
});
