/** What a download was asked for, as the page says and shows it. Pure. */
import type { Export } from "../api/schema";
import { periodName, periodSpan } from "../explorer/period/period";
import type { Messages } from "../messages";
import { isZone } from "../state/moment";
import { exclusionNames, filterNames, type SearchState } from "../state/search-state";
import { readState } from "../state/url";
import { timeFormat } from "../time/format";

const ofScreen = ["q", "from", "to", "tz", "sort", ...filterNames, ...exclusionNames];

/** The state of the Contacts screen that has the same question. */
export function stateOf({ query }: Export): SearchState {
  return readState(Object.fromEntries(ofScreen.map((name) => [name, query[name]]))).state;
}

/** The period in words, and where it moves with the clock, what it stood for at the request, to the minute. */
export function periodOf(download: Export, retentionDays: number, messages: Messages): string {
  const state = stateOf(download);
  const zone = knownZone(state.tz ?? "");
  const times = timeFormat(messages.timeLocale, zone);
  const name = periodName(state, retentionDays, messages, times);
  const moves = [state.from, state.to].some((moment) => moment?.startsWith("now"));
  if (!moves) return name;
  const ends = { from: state.from, to: state.to ?? "now" };
  const minute = new Date(Math.floor(Date.parse(download.created) / 60_000) * 60_000);
  return messages.period.understood(name, periodSpan(ends, zone, minute, messages, times));
}

/** The zone, or UTC where this browser has no such. */
export const knownZone = (zone: string) => (isZone(zone) ? zone : "UTC");
