import type { Messages } from "..";
import { n } from "./count";

export const freshness: Messages["freshness"] = {
  label: "로그의 최신 상태",
  latest: (ago) => `마지막 이벤트 ${ago}`,
  none: "아직 이벤트가 없습니다",
  quiet: (type, silence, usual) => `${type}: ${silence} 동안 없음, 평소 ${usual}`,
  severalQuiet: (count) => `서비스 타입 ${n(count)}개에서 이벤트가 끊겼습니다`,
  minutes: (count) => `${n(count)}분`,
  hours: (count) => `${n(count)}시간`,
  days: (count) => `${n(count)}일`,
  perHour: (count) => `시간당 ${n(count)}건`,
  perDay: (count) => `하루 ${n(count)}건`,
  newest: "마지막 이벤트",
  usually: "평소",
  explain: "매주 같은 시간대에는 보통 이벤트가 있는데 지금은 없는 서비스 타입을 경고합니다.",
};
