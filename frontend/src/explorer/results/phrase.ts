/** A burst in words, without its person's name: "viewed 214 members in 6 min". Pure. */
import { valueLabel, type Messages } from "../../messages";
import { eachItsOwn, lengthMS, type Burst } from "./fold";

export function phraseOf(burst: Burst, messages: Messages): string {
  const { bursts, number } = messages;
  const [{ task, status }] = burst.events;
  const count = burst.open ? bursts.atLeast(burst.events.length) : number(burst.events.length);
  return bursts.within(whatOf(), durationOf(lengthMS(burst), messages));

  function whatOf(): string {
    // A status that is neither is told by its own cell; a verb would claim one of the two.
    const act = Object.hasOwn(bursts.acts, task) ? bursts.acts[task] : undefined;
    if (!act || !["success", "failure"].includes(status)) {
      return bursts.other(valueLabel(messages, "task", task), count);
    }
    const own = eachItsOwn(burst);
    if (status === "failure") return own ? act.eachFailed(count) : act.oftenFailed(count);
    return own ? act.each(count) : act.often(count);
  }
}

/** As people round it: seconds below a minute, minutes below an hour. */
export function durationOf(ms: number, { bursts }: Messages): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return bursts.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? bursts.minutes(minutes) : bursts.hours(Math.floor(minutes / 60), minutes % 60);
}
