import type { Messages } from "..";
import { n, size } from "./count";

export const download: Messages["download"] = {
  button: "다운로드",
  title: "다운로드",
  rows: (count, exact) => (exact ? `${n(count)}행` : `최소 ${n(count)}행`),
  size: (bytes) => `약 ${size(bytes)}`,
  sizeUnpacked: (bytes) => `압축 전 약 ${size(bytes)}`,
  explain: (newestFirst) =>
    `검색된 모든 이벤트를 화면과 같이 ${newestFirst ? "최신순" : "오래된 순"}으로 저장합니다.`,
  format: "형식",
  formats: { csv: "CSV", xlsx: "Excel (XLSX)", ndjson: "NDJSON" },
  formatHelp: {
    csv: "모든 스프레드시트에서 열립니다.",
    xlsx: "Excel 통합 문서입니다. 일시는 날짜 형식으로 저장됩니다.",
    ndjson: "한 줄에 이벤트 하나씩 JSON으로 저장하는 프로그램용 형식입니다. 시각은 UTC입니다.",
  },
  packing: "압축",
  packings: { none: "안 함", gzip: "gzip", zip: "ZIP" },
  split: "분할",
  splits: { none: "파일 하나", rows: "Excel 시트마다 파일 하나", day: "날짜마다 파일 하나" },
  zone: "일시의 시간대",
  zoneHelp: "UTC 일시는 별도의 열에 기록됩니다.",
  dayZone: "날짜의 시간대",
  serverZone: (zone) => `${zone} (서버)`,
  ownZone: (zone) => `${zone} (이 기기)`,
  language: "머리글과 항목 이름의 언어",
  safe: "스프레드시트 안전 모드",
  safeHelp: "수식으로 인식될 수 있는 셀 앞에 '를 붙입니다.",
  excel: (most) => `Excel은 파일마다 머리글을 포함하여 최대 ${n(most)}행까지만 열고 나머지는 제외합니다.`,
  splitForExcel: "Excel용으로 분할",
  missing: (days) =>
    `다음 ${n(days.length)}일의 로그를 읽을 수 없어 파일에 해당 이벤트가 포함되지 않습니다: ${days.join(", ")}`,
  consent: "해당 날짜를 제외하고 다운로드",
  submit: (count, exact) => (exact ? `${n(count)}행 다운로드 요청` : `최소 ${n(count)}행 다운로드 요청`),
  submitHelp: "파일은 서버에서 작성되며 로그 다운로드에서 받을 수 있습니다.",
  atOnce: "바로 다운로드",
  schedule: "예약…",
  none: "다운로드할 이벤트가 없습니다.",
  forbidden: "다운로드하려면 감사자 또는 관리자 역할이 필요합니다. 관리자에게 문의하세요.",
};
