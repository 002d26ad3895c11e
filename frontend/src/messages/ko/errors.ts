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
  byCode: (code, sentence) => byCode[code]?.(sentence) ?? sentence,
  field: (field, message) => `${field}: ${message}`,
};

/** Sentences for the codes of the server's errors; what they name stands in its own sentence. */
const byCode: Record<string, (sentence: string) => string> = {
  unauthorized: () => "로그인이 필요합니다.",
  forbidden: () => "이 작업을 수행할 권한이 없습니다. 관리자에게 문의하세요.",
  invalid_token: () => "등록되지 않은 토큰입니다. 전체를 복사했는지 확인하세요.",
  too_many_attempts: () => "이 주소에서 잘못된 로그인이 너무 많이 시도되었습니다. 1분 후 다시 시도하세요.",
  timeout: () => "검색에 시간이 너무 오래 걸려 중단되었습니다. 기간을 줄이거나 와일드카드를 줄이세요.",
  overloaded: () => "서버에서 너무 많은 요청을 처리하고 있습니다. 잠시 후 다시 시도하세요.",
  too_many_tails: () =>
    "서버가 허용하는 실시간 보기 수를 초과했습니다. 다른 실시간 보기를 끄거나 잠시 후 다시 시도하세요.",
  shutting_down: () => "서버가 종료되는 중입니다. 잠시 후 다시 시도하세요.",
  unavailable: () => "저장된 이벤트를 지금 읽을 수 없습니다. 잠시 후 다시 시도하세요.",
  not_stored: () => "서버의 디스크에 쓸 수 없어 변경하지 못했습니다. 공간을 확보한 후 다시 시도하세요.",
  internal: () => "서버에서 문제가 발생했습니다. 자세한 내용은 서버 로그에 있습니다.",
  not_found: () => "찾을 수 없습니다. 보관 기간이 지났거나 삭제되었을 수 있습니다.",
  view_exists: () => "같은 이름의 보기가 이미 있습니다. 다른 이름을 사용하거나 기존 보기를 변경하세요.",
  too_many_views: () => "저장할 수 있는 보기 수를 초과했습니다. 일부를 삭제하세요.",
  not_owner: () => "소유자 또는 관리자만 이 보기를 변경하거나 삭제할 수 있습니다. 새 보기로 저장하세요.",
  days_dropped: () =>
    "다운로드하는 동안 보관 기간이 지난 날짜가 삭제되었거나 복구되었습니다. 다시 다운로드하세요.",
  too_many_downloads: () => "다운로드가 너무 많습니다. 완료될 때까지 기다리거나 일부를 취소 또는 삭제하세요.",
  no_room: () =>
    "모든 다운로드에 허용된 용량을 초과합니다. 필요 없는 다운로드를 삭제하거나 압축하여 다시 요청하세요.",
  disk_full: () => "서버의 디스크가 가득 찼습니다. 공간을 확보한 후 다시 요청하세요.",
  not_ready: () => "아직 준비되지 않은 다운로드입니다.",
  file_gone: () => "파일을 더 이상 읽을 수 없습니다. 다시 요청하세요.",
  missing_days: (sentence) => `다음 날짜의 로그를 읽을 수 없습니다: ${daysIn(sentence)}`,
  day_unavailable: (sentence) => `다음 날짜의 로그를 읽을 수 없습니다: ${daysIn(sentence)}`,
  invalid_query: (sentence) => `조건을 확인하세요: ${sentence}`,
};

const daysIn = (sentence: string) => (sentence.match(/\d{4}-\d{2}-\d{2}/g) ?? []).join(", ");
