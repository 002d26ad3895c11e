import type { Messages } from "..";
import { events, n } from "./count";

export const histogram: Messages["histogram"] = {
  label: "시간별 이벤트",
  slider:
    "시간별 이벤트. 화살표 키로 이동하고 Shift + 화살표 키로 선택합니다. Enter를 누르면 확대하고 Esc를 누르면 선택을 해제하거나 다시 축소합니다.",
  success: "성공",
  failure: "실패",
  bucket: (when, count, failures) =>
    `${when}: ${events(count)}${failures > 0 ? `, 실패 ${n(failures)}건` : ""}`,
  selection: (span, count, failures) =>
    `${span} 선택: ${events(count)}${failures > 0 ? `, 실패 ${n(failures)}건` : ""}. Enter를 누르면 확대합니다.`,
  zoomIn: "확대",
  zoomOut: "축소",
  zoomOutTo: (period) => `${period}(으)로 축소`,
  intervalLabel: "막대 하나의 시간",
  auto: (interval) => (interval === "" ? "자동" : `${interval} (자동)`),
  asTable: "표로 보기",
  asChart: "차트로 보기",
  start: "시작",
  count: "이벤트",
  failures: "실패",
  empty: "표시할 이벤트가 없습니다",
  interval: (amount, unit) => `${n(amount)}${unit}`,
  perBucket: (interval) => `${interval} 단위`,
  units: { s: "초", m: "분", h: "시간", d: "일", w: "주" },
};
