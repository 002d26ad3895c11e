/** The period in words, and the choices that are one click away. */
import type { Messages } from "../../messages";
import { resolveMoment } from "../../state/moment";
import type { TimeFormat } from "../../time/format";

export type Period = { from: string | null; to: string | null };

export type Preset = Period & { name: keyof Messages["period"]["presets"] };

/** Kept relative in the address, so that a kept link means the same tomorrow. */
export const presets: Preset[] = [
  { name: "now-24h", from: "now-24h", to: null },
  { name: "today", from: "today", to: "today" },
  { name: "yesterday", from: "yesterday", to: "yesterday" },
  { name: "now-7d", from: "now-7d", to: null },
  { name: "now-30d", from: "now-30d", to: null },
];

export function presetOf(period: Period): Preset | undefined {
  return presets.find(({ from, to }) => from === period.from && (to ?? "now") === (period.to ?? "now"));
}

/** The name of the period: `Last 7 days`, `1 Nov – 5 Nov`, `Since 22 Nov 2026, 09:00`. */
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
  return from === to ? say(from) : words.between(say(from), say(to));
}

function momentName(moment: string, messages: Messages, times: TimeFormat): string {
  if (moment === "now") return messages.period.now;
  if (moment === "today" || moment === "yesterday") return messages.period.presets[moment];
  if (/^\d{4}-\d{2}-\d{2}$/.test(moment)) return moment;
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
