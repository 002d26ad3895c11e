/** Sources for tests, as they stand at a moment; left out, it is now. */
import type { Import } from "../api/imports";
import type { Source } from "../api/sources";

const dayMS = 86_400_000;

/** A source of NAVER WORKS that is pulled whole, but for today's end. */
export function aSource(patch: Partial<Source> = {}, now = Date.now()): Source {
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  return {
    id: "naverworks",
    kind: "naverworks",
    domain: null,
    folder: null,
    state: "waiting",
    window: null,
    last_success: ago(43),
    last_error: null,
    rows: { accepted: 9120, duplicate: 311, invalid_time: 2 },
    covered: [{ from: ago(180 * 1440), to: ago(43) }],
    gaps: [],
    days: someDays({}, now),
    next_run: new Date(now + 17 * 60_000).toISOString(),
    forgets_at: new Date(now + 179.5 * dayMS).toISOString(),
    forgets_in_days: 179,
    calls_today: 12,
    ...patch,
  };
}

/** What others send to the server. */
export function aPushed(id: string, rows: Record<string, number>, now = Date.now()): Source {
  const patch = {
    ...{ id, kind: "push", state: "listening", rows },
    ...{ days: [], covered: [], next_run: null, forgets_at: null, forgets_in_days: null, calls_today: null },
  };
  return aSource(patch, now);
}

/** The last 181 days, whole but for those named by how many days ago they were. */
export function someDays(covered: Record<number, number>, now = Date.now()): Source["days"] {
  return Array.from({ length: 181 }, (_, at) => {
    const ago = 180 - at;
    const day = new Date(now - ago * dayMS).toISOString().slice(0, 10);
    return { day, covered: covered[ago] ?? (ago === 0 ? 0.9 : 1) };
  });
}

/** A file that was uploaded, all of whose rows but one were taken. */
export function anImport(patch: Partial<Import> = {}): Import {
  return {
    ...{ id: "01KAR2V5Q0W8Z0R7M2C9X4V6BN", source: "upload", file: "log.csv", by: "kim", state: "done" },
    ...{ format: "csv", bytes: 123_456, rows: 1000, accepted: 998, duplicates: 1, rejected_total: 1 },
    started: "2026-11-23T10:00:00.000Z",
    finished: "2026-11-23T10:00:07.000Z",
    rejected_by_code: { invalid_time: 1 },
    rejected: [
      { line: 17, code: "invalid_time", field: "time", value: "never", message: "The time is never." },
    ],
    notes: ["Columns that are not read: Seat."],
    map: "",
    error: null,
    ...patch,
  };
}
