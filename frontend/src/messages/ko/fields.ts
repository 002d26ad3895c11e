import type { Messages } from "..";

export const fields: Messages["fields"] = {
  any: "검색어",
  user: "사용자",
  target: "대상",
  task: "작업",
  status: "상태",
  service_type: "서비스 타입",
  id: "ID",
  time: "일시",
  group: "그룹",
  period: "기간",
  from: "시작",
  to: "종료",
};

export const targetTypes: Messages["targetTypes"] = {
  member: "구성원",
  contact: "외부 연락처",
  tag: "태그",
  team: "조직",
  group: "그룹",
  company: "회사",
};
