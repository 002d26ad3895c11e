import { useMessages } from "../../messages";
import { useRelativeTime } from "../../time/useRelativeTime";
import styles from "./EventCells.module.css";
import type { Look } from "./look";

/** When: to the millisecond, or how long ago. The title says it in full either way. */
export function Time({ at, look: { clock, times } }: { at: Date; look: Look }) {
  return (
    <time dateTime={at.toISOString()} title={times.full(at)} className={styles.time}>
      {clock === "relative" ? (
        <Ago at={at} />
      ) : (
        <>
          {times.clock(at)}
          <span className={styles.faint}>{times.millis(at)}</span>
        </>
      )}
    </time>
  );
}

function Ago({ at }: { at: Date }) {
  return useRelativeTime(useMessages().timeLocale, at);
}
