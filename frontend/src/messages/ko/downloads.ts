import type { Messages } from "..";
import { duration, n, percent, size } from "./count";

const of = (here: number, expected: number) => `${n(expected)}행 중 ${n(here)}행`;

export const downloads: Messages["downloads"] = {
  title: "로그 다운로드",
  explain:
    "페이지를 연 후 이 브라우저에서 받은 다운로드입니다. 다른 화면에서 작업하는 동안에도 계속되며, 페이지를 새로 고치거나 닫으면 진행 중인 다운로드가 취소되고 목록이 비워집니다.",
  label: "다운로드 목록",
  empty: "다운로드가 없습니다",
  emptyHelp: "주소록에서 원하는 결과가 표시되도록 검색한 후 다운로드를 누르세요.",
  toContacts: "주소록으로 이동",
  everything: "모든 이벤트",
  states: {
    waiting: "대기 중",
    running: "다운로드 중",
    complete: "완료",
    failed: "실패",
    canceled: "취소됨",
  },
  percent,
  size,
  progress: of,
  rate: (perSecond) => `초당 ${n(Math.round(perSecond))}행`,
  left: (seconds) => (seconds < 1 ? "거의 완료" : `${duration(seconds)} 남음`),
  took: (seconds) => (seconds < 1 ? "1초 미만 소요" : `${duration(seconds)} 소요`),
  complete: (count) => `${n(count)}행, 서버에서 센 행 수와 일치`,
  without: (days) => `읽을 수 없었던 ${days} 제외`,
  written: "선택한 위치에 저장했습니다",
  waits: "다른 다운로드가 끝나면 시작합니다.",
  canceled: (here, expected) => `${of(here, expected)}을 받은 후 취소했습니다. 저장된 파일은 없습니다.`,
  broken: (here, expected) =>
    `${of(here, expected)}을 받은 후 연결이 끊어졌습니다. 불완전한 파일이므로 받은 내용을 버렸습니다. 다시 다운로드하세요.`,
  brokenEarly: "첫 행을 받기 전에 연결이 끊어졌습니다. 다시 다운로드하세요.",
  short: (here, expected) =>
    `파일이 ${of(here, expected)}에서 끝났습니다. 불완전한 파일이므로 버렸습니다. 다시 다운로드하세요.`,
  unproven:
    "응답에 행 수가 없어 파일이 완전한지 확인할 수 없으므로 버렸습니다. 서버와의 사이에 있는 프록시 등을 확인하세요.",
  storage:
    "파일을 저장하지 못했습니다. 디스크가 가득 찼거나 저장 위치에 접근할 수 없습니다. 공간을 확보하거나 다른 위치를 선택하여 다시 다운로드하세요.",
  cancel: "취소",
  again: "다시 다운로드",
  save: "저장",
  remove: "목록에서 삭제",
  open: "이 이벤트 보기",
  named: (action, file) => `${action}: ${file}`,
  running: (count, share) => `${n(count)}건 진행 중, ${share}`,
  failures: (count) => `${n(count)}건 실패`,
  toList: "로그 다운로드에서 보기",
  announceComplete: (file, count) => `다운로드 완료: ${file}, ${n(count)}행`,
  announceFailed: (file) => `다운로드 실패: ${file}`,
  dismiss: "닫기",
};
