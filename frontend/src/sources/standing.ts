import type { Source } from "../api/sources";

/** The last thing that went wrong, and whether there was a success since. */
export function standingError({ last_error, last_success }: Source) {
  const overcome =
    last_error !== null && last_success !== null && Date.parse(last_success) >= Date.parse(last_error.at);
  return { problem: last_error, overcome };
}

// With fewer days left, somebody has to look after it: a holiday, and it is too late.
const soonDays = 14;

/** Whether what was not pulled yet is gone soon, in days from now. */
export const isSoon = (days: number): boolean => days < soonDays;
