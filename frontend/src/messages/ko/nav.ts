import type { Messages } from "..";

export const nav: Messages["nav"] = {
  label: "주 메뉴",
  menu: "메뉴",
  audit: "감사",
  contacts: "주소록",
  sources: "수집 소스",
  skip: "이벤트로 건너뛰기",
  account: (name, role) => `${name}(${role}) 계정으로 로그인됨`,
  logOut: "로그아웃",
  logOutFailed: "로그아웃하지 못했습니다. 응답이 없습니다",
  language: "언어",
  languageFailed: "불러오지 못했습니다",
  theme: "테마",
  themes: { system: "시스템 설정", light: "라이트", dark: "다크" },
};
