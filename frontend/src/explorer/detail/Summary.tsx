import { ArrowRight } from "lucide-react";
import type { AuditEvent } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { Label } from "../../ui/Label";
import { useExplorer } from "../explorer";
import { Status } from "../results/EventCells";
import { targetName, userName } from "./parties";
import styles from "./EventView.module.css";

/** The event in a sentence, in sight whatever is read below it. */
export function Summary({ event }: { event: AuditEvent }) {
  const messages = useMessages();
  const { times } = useExplorer();
  const target = targetName(event);
  return (
    <div className={styles.summary}>
      <p className={styles.sentence}>
        <bdi className={styles.party}>{userName(event)}</bdi>
        <span className={styles.task}>
          <Label text={valueLabel(messages, "task", event.task)} />
        </span>
        {target !== "" && (
          <>
            <ArrowRight size={13} aria-hidden className={styles.arrow} />
            <bdi className={styles.party}>{target}</bdi>
          </>
        )}
      </p>
      <p className={styles.when}>
        <Status code={event.status} />
        <time dateTime={event.time}>{times.full(new Date(event.time))}</time>
      </p>
    </div>
  );
}
