import { ArrowRight } from "lucide-react";
import type { AuditEvent } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { Status } from "../results/EventCells";
import { spanOf } from "./distance";
import styles from "./NeighbourList.module.css";
import { targetName, userName } from "./parties";

type NeighbourLineProps = {
  event: AuditEvent;
  at: Date;
  /** The event that distances are counted from. */
  middle: AuditEvent;
  /** It is the open event itself. */
  here: boolean;
};

/** A neighbour: how far away in time, and what it was; who and to whom only where that may differ. Opens it. */
export function NeighbourLine({ event, at, middle, here }: NeighbourLineProps) {
  const messages = useMessages();
  const { state, change, times } = useExplorer();
  const user = state.scope === "user" ? "" : userName(event);
  const target = state.scope === "target" ? "" : targetName(event);
  const task = valueLabel(messages, "task", event.task);
  return (
    <li>
      <button
        type="button"
        className={cx(styles.line, here && styles.here)}
        aria-current={here}
        onClick={() => change({ event: event.id }, { replace: true })}
      >
        <span className={styles.distance}>
          <Distance ms={at.getTime() - new Date(middle.time).getTime()} here={here} />
        </span>
        <time className={styles.clock} dateTime={event.time} title={times.full(at)}>
          {times.clock(at)}
          <span className={styles.millis}>{times.millis(at)}</span>
        </time>
        <span className={styles.what} title={[user, task, target].filter(Boolean).join(" · ")}>
          {user !== "" && <bdi className={styles.party}>{user}</bdi>}
          <span className={styles.act}>
            <span className={styles.task}>{task}</span>
            {target !== "" && (
              <>
                <ArrowRight size={12} aria-hidden className={styles.arrow} />
                <bdi className={styles.party}>{target}</bdi>
              </>
            )}
          </span>
        </span>
        <span className={styles.status}>
          <Status code={event.status} />
        </span>
      </button>
    </li>
  );
}

function Distance({ ms, here }: { ms: number; here: boolean }) {
  const words = useMessages().detail.context;
  if (here) return words.here;
  if (ms === 0) return words.sameMoment;
  const span = spanOf(ms)
    .map(([amount, unit]) => words.span[unit](amount))
    .join(" ");
  return ms > 0 ? words.later(span) : words.earlier(span);
}
