export const nav = {
  label: "Main",
  menu: "Menu",
  audit: "Audit",
  contacts: "Contacts",
  skip: "Skip to the events",
  account: (name: string, role: string) => `Logged in as ${name} (${role})`,
  logOut: "Log out",
  logOutFailed: "Not logged out: no answer",
  language: "Language",
  languageFailed: "Could not be loaded",
  theme: "Theme",
  themes: { system: "System", light: "Light", dark: "Dark" },
};
