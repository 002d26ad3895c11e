import { ApiError, OfflineError } from "../api/errors";
import type { Messages } from "../messages";

/** The sentence for a failure: the server's own where it has one. */
export function errorText(messages: Messages, error: unknown): string {
  if (error instanceof OfflineError) return messages.errors.offline;
  if (!(error instanceof ApiError)) return messages.errors.unexpected;
  if (error.message === "") return messages.errors.plain(error.status);
  const sentence = messages.errors.byCode(error.code, error.message);
  const field = messages.fields[error.field];
  return field ? messages.errors.field(field, sentence) : sentence;
}
