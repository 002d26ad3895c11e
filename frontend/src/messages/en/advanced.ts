export const advanced = {
  button: "Advanced",
  title: "Advanced conditions",
  words: "Words",
  wordsHelp: "All of them, in any order, anywhere in the event.",
  user: "User",
  userHelp: "Name or e-mail of who did it.",
  target: "Target",
  targetHelp: "Name or e-mail of whom or what it was done to.",
  submit: "Search",
  reset: "Reset",
  close: "Close",
};
