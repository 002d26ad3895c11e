/** When an event leaves the store. Days are UTC, as the store's are. Pure. */
import { daysLeft } from "../../time/format";

export type Expiry = {
  /** Whole days that are left after today. */
  days: number;
  /** The last day on which the event is kept, at its beginning. */
  lastDay: Date;
};

const dayMS = 86_400_000;

export function expiryOf(time: Date, retentionDays: number, now: Date): Expiry {
  const day = Math.floor(time.getTime() / dayMS);
  return { days: daysLeft(time, retentionDays, now), lastDay: new Date((day + retentionDays) * dayMS) };
}
