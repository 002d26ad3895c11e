import type { Messages } from "..";

export const logIn: Messages["logIn"] = {
  title: "whodid 로그인",
  explain:
    "서버를 처음 시작하면 관리자로 로그인하는 일회용 링크가 출력됩니다. 링크를 열거나 여기에 토큰을 입력하세요.",
  expired: "이미 사용했거나 마지막으로 출력된 링크가 아닙니다. 대신 토큰을 입력하세요.",
  token: "토큰",
  tokenHelp: "첫 로그인 시: 서버를 시작할 때 --bootstrap-token을 지정했다면 그 값입니다.",
  submit: "로그인",
  wrong: "등록되지 않은 토큰입니다. 전체를 복사했는지 확인하세요.",
  empty: "토큰을 입력하세요.",
};
