/** What the server says when it says no: a code for programs, its own sentence, and the parameter that it is about. */
export type Refusal = { code: string; message: string; field: string };

/** The server answered, and said no: its own sentence, its code, the parameter it is about, and how long to wait. */
export class ApiError extends Error implements Refusal {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field = "",
    /** In seconds; null where the server did not say. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

/** No answer came: the network or the server is away. */
export class OfflineError extends Error {
  override readonly name = "OfflineError";
}

/** An answer came that is not what the contract says, from a proxy or a server of another version. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
