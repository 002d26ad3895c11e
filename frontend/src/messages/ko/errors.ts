import type { Messages } from "..";

export const errors: Messages["errors"] = {
  retry: "다시 시도",
  offline: "서버에 연결할 수 없습니다. 네트워크 연결을 확인하세요. 화면의 내용이 최신이 아닐 수 있습니다.",
  unexpected:
    "서버의 응답을 이해할 수 없습니다. whodid가 방금 업데이트되었다면 페이지를 새로 고치고, 그렇지 않다면 서버와의 사이에 있는 프록시 등을 확인하세요.",
  plain: (status) =>
    `서버에서 오류가 발생했습니다(${status}). 다시 시도하세요. 자세한 내용은 서버 로그에 있습니다.`,
  crashed: "화면을 표시하는 중에 문제가 발생했습니다.",
  crashedHelp:
    "링크에 예상하지 못한 내용이 있을 수 있습니다. 빈 검색으로 다시 시작하거나 페이지를 새로 고치세요.",
  startOver: "처음부터 시작",
  reload: "새로 고침",
  notFound: "페이지를 찾을 수 없습니다.",
  toContacts: "감사 › 주소록으로 이동",
  field: (field, message) => `${field}: ${message}`,
};
