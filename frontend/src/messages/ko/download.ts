import type { Messages } from "..";
import { duration, n, size } from "./count";

export const download: Messages["download"] = {
  button: "다운로드",
  buttonRunning: (percent) => `다운로드, ${percent} 진행`,
  title: "다운로드",
  rows: (count, exact) => (exact ? `${n(count)}행` : `최소 ${n(count)}행`),
  size: (bytes) => `약 ${size(bytes)}`,
  takes: (seconds) => (seconds < 1 ? "1초 미만" : `약 ${duration(seconds)}`),
  explain: (newestFirst) =>
    `검색된 모든 이벤트를 화면과 같이 ${newestFirst ? "최신순" : "오래된 순"}으로 저장합니다.`,
  format: "형식",
  formats: { csv: "CSV", ndjson: "NDJSON" },
  formatHelp: {
    csv: "Excel 등 스프레드시트용입니다.",
    ndjson: "한 줄에 이벤트 하나씩 JSON으로 저장하는 프로그램용 형식입니다. 시각은 UTC입니다.",
  },
  zone: "일시의 시간대",
  zoneHelp: "UTC 일시는 별도의 열에 기록됩니다.",
  serverZone: (zone) => `${zone} (서버)`,
  ownZone: (zone) => `${zone} (이 기기)`,
  language: "머리글과 항목 이름의 언어",
  safe: "스프레드시트 안전 모드",
  safeHelp: "수식으로 인식될 수 있는 셀 앞에 '를 붙입니다.",
  excel: (most) =>
    `Excel은 머리글을 포함하여 최대 ${n(most)}행까지만 열고 나머지는 제외합니다. 기간을 나누어 다운로드하거나, 파워 쿼리 또는 데이터베이스로 파일을 불러오세요.`,
  missing: (days) =>
    `다음 ${n(days.length)}일의 로그를 읽을 수 없어 파일에 해당 이벤트가 포함되지 않습니다: ${days.join(", ")}`,
  consent: "해당 날짜를 제외하고 다운로드",
  disk: "저장할 위치를 선택하면 받는 대로 파일에 기록됩니다.",
  memory: (bytes) =>
    `이 브라우저는 파일을 모두 받을 때까지 메모리에 보관하므로 ${size(bytes)}는 너무 클 수 있습니다. 기간을 나누어 다운로드하거나, HTTPS로 접속한 Chrome 또는 Edge나 “whodid export” 명령을 사용하세요.`,
  submit: (count, exact) => (exact ? `${n(count)}행 다운로드` : `최소 ${n(count)}행 다운로드`),
  close: "닫기",
  none: "다운로드할 이벤트가 없습니다.",
  forbidden: "다운로드하려면 감사자 또는 관리자 역할이 필요합니다. 관리자에게 문의하세요.",
  noFile: "선택한 위치에 파일을 저장할 수 없습니다. 다른 위치를 선택하세요.",
};
