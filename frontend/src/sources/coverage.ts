/** The days of a source as a calendar of weeks. Pure. */
import type { Source } from "../api/sources";

const dayMS = 86_400_000;

/** What there is of a day: `forgotten` and `later` are days that the source does not have any more, or yet. */
export type DayKind = "whole" | "partly" | "none" | "forgotten" | "later";

export type Cell = { day: string; kind: DayKind; covered: number; today: boolean };

/** Columns of seven days, Monday first; the first and the last are filled up with what lies beyond. */
export function weeksOf(days: Source["days"]): Cell[][] {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return [];
  const given = new Map(days.map(({ day, covered }) => [day, covered]));
  const weeks: Cell[][] = [];
  for (let at = mondayOf(first.day); at <= Date.parse(last.day); at += 7 * dayMS) {
    weeks.push(
      Array.from({ length: 7 }, (_, weekday) => {
        const day = new Date(at + weekday * dayMS).toISOString().slice(0, 10);
        const covered = given.get(day) ?? 0;
        const kind = day < first.day ? "forgotten" : day > last.day ? "later" : kindOf(covered);
        return { day, kind, covered, today: day === last.day };
      }),
    );
  }
  return weeks;
}

/** How many days are of each kind; today, which can't be whole before its end, counts for none. */
export function countOf(days: Source["days"]): { whole: number; partly: number; none: number } {
  const count = { whole: 0, partly: 0, none: 0 };
  for (const { covered } of days.slice(0, -1)) count[kindOf(covered)]++;
  return count;
}

export function kindOf(covered: number): "whole" | "partly" | "none" {
  return covered >= 1 ? "whole" : covered > 0 ? "partly" : "none";
}

/** The first column of each month, for its name; not of the one that the first week ends. */
export function monthsOf(weeks: Cell[][]): { column: number; day: string }[] {
  return weeks.flatMap((week, column) => {
    const first = week.find(({ day, kind }) => day.endsWith("-01") && kind !== "later");
    return first ? [{ column, day: first.day }] : [];
  });
}

function mondayOf(day: string): number {
  const at = Date.parse(day);
  return at - ((new Date(at).getUTCDay() + 6) % 7) * dayMS;
}
