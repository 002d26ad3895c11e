import { ApiError, OfflineError, type Refusal } from "../api/errors";
import type { Messages } from "../messages";

/** The sentence for a failure: the server's own where it has one. */
export function errorText(messages: Messages, error: unknown): string {
  if (error instanceof OfflineError) return messages.errors.offline;
  if (!(error instanceof ApiError)) return messages.errors.unexpected;
  if (error.message === "") return messages.errors.plain(error.status);
  return refusalText(messages, error);
}

/** The server's no in the reader's language where its code is known, else as the server said it. */
export function refusalText(messages: Messages, { code, message, field }: Refusal): string {
  const sentence = messages.errors.byCode(code, message);
  const name = messages.fields[field];
  return name ? messages.errors.field(name, sentence) : sentence;
}
