export const errors = {
  retry: "Retry",
  offline: "The server can't be reached. Check the connection; what is shown may be out of date.",
  unexpected:
    "The answer was not understood. If whodid was updated a moment ago, reload the page; otherwise look at what stands between you and the server.",
  plain: (status: number) => `The server answered with an error (${status}). Try again; its log says more.`,
  crashed: "This screen ran into a mistake of its own.",
  crashedHelp: "The link may hold something unusual. Start over with an empty search, or reload.",
  startOver: "Start over",
  reload: "Reload",
  notFound: "There is no such page.",
  toContacts: "Go to Audit › Contacts",
  /** What the server said, in the reader's language where its code is known. It speaks English itself. */
  byCode: (_code: string, sentence: string) => sentence,
  field: (field: string, message: string) => `${field}: ${message}`,
};
