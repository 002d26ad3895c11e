import type { Messages } from "..";

export const empty: Messages["empty"] = {
  title: "검색 결과가 없습니다",
  fresh: "아직 이벤트가 없습니다",
  freshHelp:
    "“whodid import FILE” 명령으로 파일을 가져오거나 /api/v1/events로 이벤트를 전송하세요. 바로 여기에 표시됩니다.",
  longer: "보관된 전체 기간에서 검색",
  clearFilters: "필터 지우기",
  clearAll: "검색 조건 모두 지우기",
  advice: "단어를 줄이거나, 이름의 일부에 별표를 붙이거나(min*), 기간을 늘려 보세요.",
};
