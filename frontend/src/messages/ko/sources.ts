import type { SourcesWords } from "../../sources/words";
import { n } from "./count";
import { imports } from "./imports";

export const sources: SourcesWords = {
  explain: "이벤트가 들어오는 곳입니다. 서버가 가져오는 것, 감시하는 폴더, 외부에서 보내는 것을 보여 줍니다.",
  times: (zone) => `${zone} 시간 기준`,
  forbidden: (role) =>
    `수집 소스는 관리자만 볼 수 있습니다. 현재 역할은 ${role}입니다. 관리자에게 관리자 역할을 요청하세요.`,
  label: "수집 소스",
  list: "현재 상태",
  kinds: { naverworks: "NAVER WORKS 감사 API", folder: "감시 폴더" },
  pushed: {
    events: "API",
    bulk: "로그 전송기(Elasticsearch _bulk)",
    otlp: "OpenTelemetry",
    upload: "업로드",
  },
  domain: (id) => `도메인 ${id}`,

  waitingUntil: (time) => `${time}까지 대기`,
  due: "곧 시작합니다",
  running: "실행 중",
  asksFor: (stretch) => `요청 중인 기간: ${stretch}`,
  paused: "일시 중지됨",
  watching: "감시 중",
  listening: "수신 대기 중",

  lastSuccess: "마지막 성공",
  never: "아직 없음",
  nextRun: "다음 실행",
  calls: "오늘 호출 수",
  rows: "행",
  noRows: "아직 없음",
  accepted: (count) => `${n(count)}행 저장`,
  duplicates: (count) => `${n(count)}행 중복`,
  rejected: (count) => `${n(count)}행 거부`,
  rejectedFor: (count, reason) => `${n(count)}행: ${reason}`,
  codes: {
    invalid_json: "JSON 객체가 아님",
    invalid_row: "CSV 행이 아님",
    invalid_time: "읽을 수 없는 시간",
    time_too_old: "보관 기간보다 오래됨",
    time_in_future: "미래의 시간",
    missing_user: "사용자 없음",
    field_too_long: "값이 너무 김",
    invalid_utf8: "파일의 인코딩과 다름",
    invalid_field: "값의 형식이 잘못됨",
    day_unavailable: "저장할 수 없는 날짜",
    invalid_action: "감사 로그에 없는 동작",
  },

  overcome: "해결됨",
  failed: (time) => `${time}에 실패`,
  askedFor: (stretch) => `요청한 기간: ${stretch}`,
  problem: (code, sentence) => {
    const folder = folderProblems[code];
    if (folder !== undefined) return `${folder} (${sentence})`;
    return problems[code] ?? imports.problem(code, sentence);
  },

  forgets: "소스의 보관 기한",
  forgetsIn: (count) => `아직 가져오지 않은 로그는 ${n(count)}일 후 삭제`,
  forgetsSoon: (count, time) =>
    `아직 가져오지 않은 로그가 ${n(count)}일 후 소스에서 삭제됩니다. ${time}부터는 가져올 수 없습니다.`,
  forgetsNow: "아직 가져오지 않은 로그가 소스에서 삭제되고 있습니다. 삭제된 로그는 다시 가져올 수 없습니다.",

  coverage: "날짜별 수집 현황",
  coverageIn: (zone) => `${zone} 날짜 기준`,
  summary: (whole, partly, none) => `${n(whole)}일 전부 수집, ${n(partly)}일 일부 수집, ${n(none)}일 미수집`,
  asTable: "표로 보기",
  asCalendar: "달력으로 보기",
  day: "날짜",
  covered: "수집 비율",
  dayKinds: {
    whole: "전부 수집",
    partly: "일부 수집",
    none: "미수집",
    forgotten: "소스에서 삭제됨",
    later: "아직 오지 않은 날",
  },
  sofar: "오늘, 현재까지",
  gaps: "빠진 기간",
  noGaps: "빠진 기간 없음",
  moreGaps: (count) => `외 ${n(count)}개, 표 참조`,

  run: "지금 실행",
  look: "지금 확인",
  pause: "일시 중지",
  resume: "다시 시작",
  named: (action, name) => `${action}: ${name}`,
  refused: (sentence) => `실행하지 못했습니다. ${sentence}`,
  refusal: (code, sentence) => refusals[code] ?? sentence,

  none: "자동으로 수집하도록 설정된 소스가 없습니다",
  setUp: "소스를 설정하는 방법",
  ways: [
    {
      name: "NAVER WORKS 감사 API",
      how: "Developer Console에서 audit.read 권한이 있는 앱과 서비스 계정을 만든 후 다음 설정으로 whodid를 시작하세요.",
      settings: [
        "--naverworks-client-id",
        "--naverworks-client-secret",
        "--naverworks-service-account",
        "--naverworks-private-key",
      ],
    },
    {
      name: "감시 폴더",
      how: "서버의 폴더를 지정하면 그곳에 놓인 파일을 가져온 후 옮깁니다. 다음 설정으로 whodid를 시작하세요.",
      settings: ["--watch-dir"],
    },
    {
      name: "로그 전송기",
      how: "Elasticsearch로 보낼 수 있는 전송기를 이 서버로 향하게 하고, 토큰을 비밀번호, API 키 또는 베어러 토큰으로 지정하세요. 주소는 다음과 같습니다.",
      settings: ["/_bulk"],
    },
    {
      name: "OpenTelemetry",
      how: "토큰을 베어러 토큰으로 지정하여 로그 레코드를 HTTP로 보내세요. 주소는 다음과 같습니다.",
      settings: ["/v1/logs"],
    },
    {
      name: "API",
      how: "토큰을 베어러 토큰으로 지정하여 NDJSON, JSON 또는 감사 다운로드의 CSV를 보내세요. 주소는 다음과 같습니다.",
      settings: ["/api/v1/events"],
    },
  ],
  imports,
};

const problems: Record<string, string> = {
  token: "토큰을 받지 못했습니다. 앱의 클라이언트 정보와 서비스 계정, 키를 확인하세요.",
  refused: "API가 요청을 거부했습니다. 앱의 권한과 서비스 계정의 감사 권한을 확인하세요.",
  refused_window: "API가 이 기간의 요청을 거부했습니다.",
  too_many_calls: "호출이 너무 많아 API가 기다리라고 했습니다.",
  unreachable: "소스에 연결할 수 없거나 연결이 끊어졌습니다.",
  server_error: "소스의 서버에서 오류가 발생했습니다.",
  redirect: "허용되지 않은 주소로 이동하라는 응답을 받았습니다.",
  incomplete: "파일이 끝까지 오지 않았습니다. 다시 요청합니다.",
  too_large: "파일이 허용된 크기보다 큽니다.",
  unreadable: "받은 파일이 주소록 감사 로그가 아닙니다.",
  store: "받은 로그를 저장하지 못했습니다. 서버의 디스크를 확인하세요.",
};

/** What stands in the way in a watched folder; which file it is stands in the server's own sentence. */
const folderProblems: Record<string, string> = {
  folder_unreadable: "폴더를 읽을 수 없습니다.",
  file_unreadable: "파일을 읽을 수 없습니다. 다시 시도합니다.",
  left_alone: "가져올 수 없는 항목이 폴더에 있습니다.",
  still_written: "아직 기록 중인 파일이 있습니다. 기록이 끝나면 가져옵니다.",
  not_moved: "가져온 파일을 옮기지 못했습니다. 다시 시도합니다.",
};

const refusals: Record<string, string> = {
  paused: "소스가 일시 중지되어 있습니다. 먼저 다시 시작하세요.",
  pushed: "이 소스는 외부에서 보내는 것이므로 서버가 실행하거나 멈출 수 없습니다.",
};
