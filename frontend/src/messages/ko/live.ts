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
  held: (count) => `새 이벤트 ${n(count)}건 보기`,
  gap: (count) => `표시되지 않은 ${events(count)}`,
  load: "불러오기",
  loading: "불러오는 중…",
  loadFailed: "불러오지 못했습니다",
  dropped: (count) =>
    `이전 실시간 이벤트 ${n(count)}건이 목록에서 제외되었습니다. 저장되어 있으므로 실시간을 끄면 검색할 수 있습니다.`,
  boundary: "실시간을 켜기 전에 저장된 이벤트",
  newest: (count) => `실시간 ${n(count)}건`,
};
