import { n } from "./count";

export const states = {
  waited: (seconds: number) => `${seconds.toFixed(1)} s…`,
  cancel: "Cancel",
  cancelSearch: "Cancel the search",
  canceled: "The search was stopped. What is shown answers an earlier question.",
  canceledFirst: "The search was stopped before it had an answer.",
  again: "Search again",
  ended: "You are logged out.",
  endedHelp: "The session has ended. Log in again to go on where you are: nothing that is open is lost.",
  logInAgain: "Log in again",
  heard: (time: string) => `It was last heard of at ${time}.`,
  tryingIn: (seconds: number) => `Next try in ${n(seconds)} s.`,
  trying: "Trying again…",
  server: (sentence: string) => `The server says: ${sentence}`,
  partMissing:
    "This part of the page could not be loaded: the server can't be reached, or is of another version by now. Retry, or reload the page.",
  advice: {
    question: "Change the question or the period, and search again.",
    timeout: "A shorter period is searched sooner.",
    forbidden: "Ask an administrator for the role, or log in as somebody who has it.",
    busy: "Nothing is wrong with the question; others were faster.",
    broken: "Try again; if it fails again, tell an administrator at what time it did.",
    notNow: "That usually passes within a minute.",
  },
};
