import { describe, expect, it } from "vitest";
import { en as enFirst } from "./en";
import { schedules as enSchedules } from "./en/schedules";
import { sources as enSources } from "./en/sources";
import { ja as jaFirst } from "./ja";
import { schedules as jaSchedules } from "./ja/schedules";
import { sources as jaSources } from "./ja/sources";
import { ko as koFirst } from "./ko";
import { schedules as koSchedules } from "./ko/schedules";
import { sources as koSources } from "./ko/sources";

// With the words that come with a screen of their own.
const en = { ...enFirst, schedules: enSchedules, sources: enSources };
const ko = { ...koFirst, schedules: koSchedules, sources: koSources };
const ja = { ...jaFirst, schedules: jaSchedules, sources: jaSources };
type All = typeof en;

// Words that every language writes in Latin letters: names, formats, keys, and what is typed as it stands.
const international =
  /(?<![A-Za-z])(?:--bootstrap-token|--naverworks-[a-z-]+|--watch-dir|NAVER WORKS|audit\.read|Developer Console|Elasticsearch(?: _bulk)?|OpenTelemetry|HTTP|\/_bulk|\/v1\/logs|whodid import FILE|\/api\/v1\/events|min\*|whodid|API|SCIM|JSON|NDJSON|CSV|XLSX|ID|URL|UTC|gzip|zstd|UTF-8|UTF-16|CP949|Shift_JIS|ZIP|SHA|Excel|PC|Enter|Shift|F10|Delete|Tab|Esc|ms|kB|KB|MB|GB)(?![A-Za-z])/g;

// Its labels are those of the server, which the Go tests compare; its codes are for programs.
const elsewhere = ["locale", "timeLocale", "product", "labels"];

type Leaf = { path: string; value: unknown };

function leaves(value: unknown, path = ""): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    path === "" && elsewhere.includes(key) ? [] : leaves(inner, path === "" ? key : `${path}.${key}`),
  );
}

/** What a leaf says: its text, or what its function makes of every kind of argument that it bears. */
function texts({ path, value }: Leaf): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "function") throw new Error(`${path} is neither a text nor a function`);
  const say = value as (...args: unknown[]) => unknown;
  const kinds = [0, 1, 2, "1", "d", ["1"], ["1", "2"]];
  const arguments_ = Array.from({ length: say.length }).reduce<unknown[][]>(
    (before) => before.flatMap((some) => kinds.map((kind) => [...some, kind])),
    [[]],
  );
  const said = arguments_.flatMap((some) => {
    try {
      const text = say(...some);
      return typeof text === "string" && !text.includes("NaN") && !text.includes("undefined") ? [text] : [];
    } catch {
      return []; // not of this kind
    }
  });
  if (said.length === 0) throw new Error(`${path} bears no argument that this test knows; add one to kinds`);
  return said;
}

const withoutNames = (text: string) => text.replaceAll(international, "");

const others: [string, All, RegExp][] = [
  ["Korean", ko, /\p{Script=Hangul}/u],
  ["Japanese", ja, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u],
];

describe.each(others)("%s", (_, messages, script) => {
  it("has what English has, and nothing else", () => {
    const shape = (of: All) => leaves(of).map(({ path, value }) => `${path}: ${typeof value}`);
    expect(shape(messages).sort()).toEqual(shape(en).sort());
  });

  it("leaves nothing in English", () => {
    const foreign = leaves(messages).flatMap((leaf) =>
      texts(leaf)
        .filter((text) => /[A-Za-z]{2,}/.test(withoutNames(text)))
        .map((text) => `${leaf.path}: ${text}`),
    );
    expect([...new Set(foreign)]).toEqual([]);
  });

  it("says in its own script what English says in words", () => {
    const english = new Map(leaves(en).map((leaf) => [leaf.path, texts(leaf)]));
    const wordless = leaves(messages).filter((leaf) => {
      const inWords = english.get(leaf.path)?.some((text) => /[A-Za-z]{3,}/.test(withoutNames(text)));
      return inWords && !texts(leaf).every((text) => script.test(text));
    });
    expect(wordless.map(({ path }) => path)).toEqual([]);
  });
});

it.each([
  ["timeout", "The search took too long.", "검색에 시간이 너무", "検索に時間がかかりすぎた"],
  [
    "missing_days",
    "These days can't be read: 2026-11-20, 2026-11-21. An export…",
    ": 2026-11-20, 2026-11-21",
    ": 2026-11-20, 2026-11-21",
  ],
  ["invalid_query", "There is no such zone.", ": There is no such zone.", ": There is no such zone."],
  ["of_a_later_server", "Something new.", "Something new.", "Something new."],
])(
  "says the server's error %s in the reader's language, and what it names",
  (code, sentence, korean, japanese) => {
    expect(en.errors.byCode(code, sentence)).toBe(sentence);
    expect(ko.errors.byCode(code, sentence)).toContain(korean);
    expect(ja.errors.byCode(code, sentence)).toContain(japanese);
  },
);
