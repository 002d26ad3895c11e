import type { Messages } from "..";
import { events, n } from "./count";

export const live: Messages["live"] = {
  switch: "실시간",
  status: "실시간 보기",
  connecting: "연결 중…",
  live: "실시간",
  reconnecting: (seconds) =>
    seconds > 0
      ? `연결이 끊어졌습니다. ${n(seconds)}초 후 다시 연결합니다`
      : "연결이 끊어졌습니다. 다시 연결하는 중…",
  refused: (message) => `실시간 보기가 중지되었습니다: ${message}`,
  explain: "기간과 관계없이 새 이벤트가 저장되는 즉시 맨 위에 표시됩니다.",
  gap: (count) => `표시되지 않은 ${events(count)}`,
  load: "불러오기",
  loading: "불러오는 중…",
  loadFailed: "불러오지 못했습니다",
  dropped: (count) =>
    `이전 실시간 이벤트 ${n(count)}건이 목록에서 제외되었습니다. 저장되어 있으므로 실시간을 끄면 검색할 수 있습니다.`,
  boundary: "실시간을 켜기 전에 저장된 이벤트",
  resume: "다시 시작",
  pause: "일시 중지",
  paused: "일시 중지됨",
  clear: "지우기",
  rate: (perSecond) =>
    perSecond < 10 ? `초당 ${perSecond.toFixed(1)}건` : `초당 ${n(Math.round(perSecond))}건`,
  gapUnknown: "여기에 누락된 이벤트가 있을 수 있습니다",
  cleared: (count) => `목록에서 ${events(count)}을 지웠습니다. 모두 저장되어 있습니다.`,
  restore: "다시 보기",
  waits: (message, seconds) =>
    seconds > 0 ? `${message} ${n(seconds)}초 후 다시 시도합니다` : `${message} 다시 시도하는 중…`,
  newest: (count) => `실시간 ${n(count)}건`,
};
