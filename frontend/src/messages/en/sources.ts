import { n, some } from "./count";
import { imports } from "./imports";

const days = (count: number) => some(count, "day", "days");

/** Words of a source's own: what it is called, and how it stands. */
export const sources = {
  explain: "Where the events come from: what the server pulls, what it watches, and what others send to it.",
  times: (zone: string) => `Times in ${zone}`,
  forbidden: (role: string) =>
    `Sources are for administrators. You are logged in with the role ${role}; ask an administrator for the role admin.`,
  label: "Sources",
  list: "How they stand",
  kinds: { naverworks: "NAVER WORKS Audit API", folder: "Watched folder" },
  pushed: {
    events: "API",
    bulk: "Log shippers (Elasticsearch _bulk)",
    otlp: "OpenTelemetry",
    upload: "Uploads",
  } as Record<string, string>,
  domain: (id: number) => `domain ${id}`,

  waitingUntil: (time: string) => `Waiting until ${time}`,
  due: "Starts in a moment",
  running: "Running",
  asksFor: (stretch: string) => `Asks for ${stretch}`,
  paused: "Paused",
  watching: "Watching",
  listening: "Listening",

  lastSuccess: "Last success",
  never: "Never yet",
  nextRun: "Next run",
  calls: "Calls today",
  rows: "Rows",
  noRows: "None yet",
  accepted: (count: number) => `${n(count)} accepted`,
  duplicates: (count: number) => some(count, "duplicate", "duplicates"),
  rejected: (count: number) => `${n(count)} rejected`,
  rejectedFor: (count: number, reason: string) => `${n(count)}: ${reason}`,
  /** Why a row was rejected. */
  codes: {
    invalid_json: "no JSON object",
    invalid_row: "not a row of a CSV file",
    invalid_time: "time that can't be read",
    time_too_old: "older than the retention",
    time_in_future: "in the future",
    missing_user: "no user",
    field_too_long: "a value that is too long",
    invalid_utf8: "not in the file's encoding",
    invalid_field: "a value of the wrong kind",
    day_unavailable: "day that can't be written",
    invalid_action: "an action that an audit log does not have",
  } as Record<string, string>,

  overcome: "Overcome",
  failed: (time: string) => `Failed at ${time}`,
  askedFor: (stretch: string) => `It had asked for ${stretch}.`,
  /** What went wrong, in the reader's language where its code is known; the server speaks English itself. */
  problem: (_code: string, sentence: string) => sentence,

  forgets: "Source forgets",
  forgetsIn: (count: number) => `in ${days(count)} what was not pulled yet`,
  forgetsSoon: (count: number, time: string) =>
    `The source forgets in ${days(count)} what was not pulled yet: from ${time} on it is gone there.`,
  forgetsNow: "The source is forgetting what was not pulled yet: every hour some of it is gone for good.",

  coverage: "Coverage by day",
  coverageIn: (zone: string) => `days in ${zone}`,
  summary: (whole: number, partly: number, none: number) =>
    `${days(whole)} pulled whole, ${n(partly)} in part, ${n(none)} not`,
  asTable: "As table",
  asCalendar: "As calendar",
  day: "Day",
  covered: "Pulled",
  dayKinds: {
    whole: "pulled whole",
    partly: "pulled in part",
    none: "not pulled",
    forgotten: "forgotten by the source",
    later: "still to come",
  },
  sofar: "today, so far",
  gaps: "Gaps",
  noGaps: "No gaps",
  moreGaps: (count: number) => `and ${n(count)} more, see the table`,

  run: "Run now",
  look: "Look now",
  pause: "Pause",
  resume: "Resume",
  named: (action: string, name: string) => `${action}: ${name}`,
  refused: (sentence: string) => `Not done. ${sentence}`,
  /** Why the server did not do it, in the reader's language where its code is known. */
  refusal: (_code: string, sentence: string) => sentence,

  none: "Nothing is set up to come in by itself",
  setUp: "How to set up a source",
  ways: [
    {
      name: "NAVER WORKS Audit API",
      how: "Create an app with the scope audit.read and a service account in the Developer Console, then start whodid with",
      settings: [
        "--naverworks-client-id",
        "--naverworks-client-secret",
        "--naverworks-service-account",
        "--naverworks-private-key",
      ],
    },
    {
      name: "Watched folder",
      how: "Name a folder of the server: files that are put there are imported and moved. Start whodid with",
      settings: ["--watch-dir"],
    },
    {
      name: "Log shippers",
      how: "Point what can send to Elasticsearch at this server, with a token as password of any user, as API key or as bearer token, at",
      settings: ["/_bulk"],
    },
    {
      name: "OpenTelemetry",
      how: "Send log records over HTTP, with a token as bearer token, to",
      settings: ["/v1/logs"],
    },
    {
      name: "API",
      how: "Send NDJSON, JSON or the CSV of the audit download, with a token as bearer token, to",
      settings: ["/api/v1/events"],
    },
  ],
  imports,
};
