export const logIn = {
  title: "Log in to whodid",
  explain:
    "The first start of the server prints a link that works once and logs you in as an administrator. Open that link, or enter a token here.",
  expired: "This link has been used already, or is not the one that was printed last. Enter a token instead.",
  token: "Token",
  tokenHelp: "For the first log-in: the value of --bootstrap-token, if the server was started with one.",
  submit: "Log in",
  wrong: "This token is not known. Check that it was copied whole.",
  empty: "Enter a token.",
};
