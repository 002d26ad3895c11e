import { events, n } from "./count";

export const live = {
  switch: "Live",
  status: "Live tail",
  connecting: "Connecting…",
  live: "Live",
  reconnecting: (seconds: number) =>
    seconds > 0 ? `Connection lost, next try in ${n(seconds)} s` : "Connection lost, trying again…",
  refused: (message: string) => `Live stopped: ${message}`,
  explain: "New events appear on top as they are stored, whatever the period.",
  gap: (count: number) => `${events(count)} not shown`,
  load: "Load",
  loading: "Loading…",
  loadFailed: "Could not be loaded",
  dropped: (count: number) =>
    `${n(count)} older live ${count === 1 ? "row has" : "rows have"} left this list. They are in the store: switch Live off to search them.`,
  boundary: "Stored before Live was switched on",
  resume: "Resume",
  pause: "Pause",
  paused: "Paused",
  clear: "Clear",
  rate: (perSecond: number) =>
    perSecond < 10 ? `${perSecond.toFixed(1)}/s` : `${n(Math.round(perSecond))}/s`,
  gapUnknown: "Events may be missing here",
  cleared: (count: number) => `${events(count)} cleared from this list. All of them are in the store.`,
  restore: "Show them again",
  waits: (message: string, seconds: number) =>
    seconds > 0 ? `${message} Next try in ${n(seconds)} s` : `${message} Trying again…`,
  newest: (count: number) => `${n(count)} live`,
};
