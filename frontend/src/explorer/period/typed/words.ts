/** The words of a typed period, in the three languages at once: whoever types need not say which. Lower case, NFKC. */

/** Phrases that stand for a moment of the address, see state/moment.ts. */
const moments: Record<string, readonly string[]> = {
  today: ["today", "오늘", "今日", "本日", "きょう"],
  yesterday: ["yesterday", "어제", "昨日", "きのう"],
  "this-week": ["this week", "이번 주", "이번주", "금주", "今週"],
  "last-week": ["last week", "previous week", "지난 주", "지난주", "저번 주", "저번주", "先週"],
  "this-month": ["this month", "이번 달", "이번달", "이달", "今月"],
  "last-month": [
    "last month",
    "previous month",
    "지난 달",
    "지난달",
    "저번 달",
    "저번달",
    "전월",
    "先月",
    "前月",
  ],
  now: ["now", "지금", "현재", "現在", "今"],
};

const daysAgo: Record<number, readonly string[]> = {
  2: ["day before yesterday", "그저께", "그제", "一昨日", "おととい"],
};

export const everything = [
  "everything",
  "all",
  "all time",
  "any time",
  "전체",
  "전체 기간",
  "모든 기간",
  "すべて",
  "全て",
  "全期間",
];

/** In the order of Date.getUTCDay. */
const weekdays: readonly (readonly string[])[] = [
  ["sunday", "sun", "일요일", "日曜日", "日曜"],
  ["monday", "mon", "월요일", "月曜日", "月曜"],
  ["tuesday", "tue", "화요일", "火曜日", "火曜"],
  ["wednesday", "wed", "수요일", "水曜日", "水曜"],
  ["thursday", "thu", "목요일", "木曜日", "木曜"],
  ["friday", "fri", "금요일", "金曜日", "金曜"],
  ["saturday", "sat", "토요일", "土曜日", "土曜"],
];

const months: readonly (readonly string[])[] = [
  ["january", "jan"],
  ["february", "feb"],
  ["march", "mar"],
  ["april", "apr"],
  ["may"],
  ["june", "jun"],
  ["july", "jul"],
  ["august", "aug"],
  ["september", "sept", "sep"],
  ["october", "oct"],
  ["november", "nov"],
  ["december", "dec"],
];

export type Unit = "m" | "h" | "d" | "w" | "month" | "year";

const units: Record<Unit, readonly string[]> = {
  m: ["minutes", "minute", "mins", "min", "m", "분", "分"],
  h: ["hours", "hour", "hrs", "hr", "h", "시간", "時間"],
  d: ["days", "day", "d", "일", "日"],
  w: ["weeks", "week", "wks", "wk", "w", "주일", "주", "週間", "週"],
  month: ["months", "month", "mo", "개월", "달", "か月", "ヶ月", "カ月", "ヵ月"],
  year: ["years", "year", "y", "년", "年"],
};

/** What may stand before an amount of time: `last 2 hours`. */
export const lately = /(?:in )?(?:the )?(?:last|past|previous)\b|지난|최근|과거|過去|直近|最近|ここ/y;

/** Any of the phrases, the longest first, so that `지난주` is not read as `지난`. */
function anyOf(phrases: Iterable<string>): RegExp {
  const sorted = [...phrases].sort((a, b) => b.length - a.length);
  // A Latin word ends where its letters end.
  const each = sorted.map((phrase) => (/[a-z]$/.test(phrase) ? `${phrase}(?![a-z])` : phrase));
  return new RegExp(`(?:${each.join("|")})`, "y");
}

/** A table of phrases turned round: what finds any of them, and what it stands for. */
export type Lexicon<T> = { find: RegExp; meaning: ReadonlyMap<string, T> };

function lexicon<T>(entries: readonly (readonly [T, readonly string[]])[]): Lexicon<T> {
  const meaning = new Map(entries.flatMap(([value, phrases]) => phrases.map((phrase) => [phrase, value])));
  return { find: anyOf(meaning.keys()), meaning };
}

export const momentWords = lexicon(Object.entries(moments));
export const dayWords = lexicon(
  Object.entries(daysAgo).map(([days, phrases]) => [Number(days), phrases] as const),
);
export const weekdayWords = lexicon(weekdays.map((phrases, at) => [at, phrases] as const));
export const monthWords = lexicon(months.map((phrases, at) => [at + 1, phrases] as const));
export const unitWords = lexicon(Object.entries(units) as [Unit, readonly string[]][]);
