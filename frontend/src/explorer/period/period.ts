/** The period in words, and the choices that are one click away. */
import type { Messages } from "../../messages";
import { apiMoment, isByDay, resolveMoment, type Side } from "../../state/moment";
import type { TimeFormat } from "../../time/format";

export type Period = { from: string | null; to: string | null };

export type Preset = Period & { name: keyof Messages["period"]["presets"] };

/** Kept relative in the address, so that a kept link means the same tomorrow. */
export const presets: Preset[] = [
  { name: "now-15m", from: "now-15m", to: null },
  { name: "now-1h", from: "now-1h", to: null },
  { name: "now-24h", from: "now-24h", to: null },
  { name: "today", from: "today", to: "today" },
  { name: "yesterday", from: "yesterday", to: "yesterday" },
  { name: "now-7d", from: "now-7d", to: null },
  { name: "now-30d", from: "now-30d", to: null },
  { name: "this-month", from: "this-month", to: "this-month" },
  { name: "last-month", from: "last-month", to: "last-month" },
];

const isDay = (moment: string) => /^\d{4}-\d{2}-\d{2}$/.test(moment);
const isInstant = (moment: string) => moment.includes("T");

export function presetOf(period: Period): Preset | undefined {
  return presets.find(({ from, to }) => from === period.from && (to ?? "now") === (period.to ?? "now"));
}

/** The name of the period: `Last 7 days`, `1 – 5 Nov 2026`, `Since 22 Nov 2026, 09:00`. */
export function periodName(
  period: Period,
  retentionDays: number,
  messages: Messages,
  times: TimeFormat,
): string {
  const words = messages.period;
  const { from, to } = period;
  if (from === null && to === null) return words.everything(retentionDays);
  const preset = presetOf(period);
  if (preset) return words.presets[preset.name];
  const relative = /^now-(\d+)([mhdw])$/.exec(from ?? "");
  if (relative?.[2] && (to === null || to === "now")) return words.last(Number(relative[1]), relative[2]);
  const say = (moment: string) => momentName(moment, messages, times);
  if (from === null) return words.until(say(to ?? "now"));
  if (to === null || to === "now") return words.since(say(from));
  if (isDay(from) && isDay(to)) return times.days(from, to);
  if (isInstant(from) && isInstant(to)) return instantsName(new Date(from), new Date(to), times);
  return from === to ? say(from) : words.between(say(from), say(to));
}

/** Whole days as days, as after a zoom into some; else to the minute. */
function instantsName(from: Date, to: Date, times: TimeFormat): string {
  const isMidnight = (at: Date) => times.clock(at) === "00:00:00" && at.getTime() % 1000 === 0;
  if (!isMidnight(from) || !isMidnight(to) || from >= to) return times.span(from, to);
  return times.days(times.dayKey(from), times.dayKey(new Date(to.getTime() - 1)));
}

/** The days or minutes that the period stands for at this moment: `Mon 16 – Sun 22 Nov 2026`. */
export function periodSpan(
  period: Period,
  zone: string,
  now: Date,
  messages: Messages,
  times: TimeFormat,
): string {
  const { from, to } = resolvePeriod(period, zone, now);
  if (period.from !== null && period.to !== null && isByDay(period.from) && isByDay(period.to))
    return times.weekdays(apiMoment(period.from, "from", zone, now), apiMoment(period.to, "to", zone, now));
  if (from && to) return times.span(from, to);
  if (from) return messages.period.since(times.dayAndMinute(from));
  return to ? messages.period.until(times.dayAndMinute(to)) : "";
}

function momentName(moment: string, messages: Messages, times: TimeFormat): string {
  if (moment === "now") return messages.period.now;
  const named: Partial<Record<string, string>> = messages.period.presets;
  const name = named[moment];
  if (name !== undefined && !moment.startsWith("now-")) return name;
  if (isDay(moment)) return times.days(moment, moment);
  if (moment.startsWith("now-")) return moment;
  return times.dayAndMinute(new Date(moment));
}

/** Both ends as instants, null where open. */
export function resolvePeriod(
  period: Period,
  zone: string,
  now: Date,
): { from: Date | null; to: Date | null } {
  return {
    from: period.from === null ? null : resolveMoment(period.from, "from", zone, now),
    to: period.to === null ? null : resolveMoment(period.to, "to", zone, now),
  };
}

/** The same period whatever the zone: days become the instants that they begin and end with. */
export function fixed(period: Period, zone: string, now: Date): Period {
  const fix = (moment: string | null, side: Side) =>
    moment !== null && isByDay(moment)
      ? resolveMoment(moment, side, zone, now).toISOString().replace(".000Z", "Z")
      : moment;
  return { from: fix(period.from, "from"), to: fix(period.to, "to") };
}
