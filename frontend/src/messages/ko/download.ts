import type { Messages } from "..";
import { n } from "./count";

export const download: Messages["download"] = {
  button: "다운로드",
  title: "CSV 다운로드",
  submit: (count, exact) => (exact ? `${n(count)}행 다운로드` : `최소 ${n(count)}행 다운로드`),
  explain: (zone) =>
    `검색된 모든 이벤트를 화면과 같은 순서로 저장합니다. 일시는 ${zone}와 UTC로 함께 기록됩니다.`,
  safe: "스프레드시트 안전 모드",
  safeHelp: "수식으로 인식될 수 있는 셀 앞에 '를 붙입니다.",
  none: "다운로드할 이벤트가 없습니다.",
};
