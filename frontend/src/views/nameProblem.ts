/** What the server says of a view's name. */
import { ApiError } from "../api/errors";
import type { Messages } from "../messages";

/** The error, if it is about the name, and so belongs beside it. */
export function problemOfName(error: Error | null): ApiError | null {
  if (!(error instanceof ApiError)) return null;
  return error.code === "view_exists" || error.field === "name" ? error : null;
}

export function nameProblem(messages: Messages, error: ApiError): string {
  return error.code === "view_exists" ? messages.views.exists : error.message;
}
