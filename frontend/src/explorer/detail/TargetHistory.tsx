import type { AuditEvent } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { clearConditions } from "../conditions/chips";
import { useExplorer } from "../explorer";
import { useApply } from "./FilterSigns";
import { NumbersProblem } from "./NumbersProblem";
import { targetName, targetValue } from "./parties";
import styles from "./Numbers.module.css";
import { TaskCounts } from "./TaskCounts";
import { failuresOf, useNumbers, useOldest } from "./useNumbers";

/** Everything that is on record of the event's target. */
export function TargetHistory({ event }: { event: AuditEvent }) {
  const messages = useMessages();
  const words = messages.detail.history;
  const { zone } = useExplorer();
  const apply = useApply();
  const target = targetValue(event);
  const asked = { target: [target] };
  const query = useNumbers(asked, zone, target !== "");
  const oldest = useOldest(asked, zone, target !== "");
  if (target === "") return null;
  const goTo = { ...clearConditions, target: [target], from: null, to: null, live: false };
  return (
    <section className={styles.section} aria-label={words.title}>
      <h3 className={styles.title}>{words.title}</h3>
      <p className={styles.about}>
        <bdi className={styles.who}>{targetName(event)}</bdi>
      </p>
      <NumbersProblem query={query} />
      <div className={cx(styles.numbers, query.isPlaceholderData && styles.outdated)}>
        <p className={styles.total}>
          {query.data
            ? messages.detail.day.total(query.data.total.value, failuresOf(query.data))
            : query.isFetching && messages.detail.context.loading}
        </p>
        <dl className={styles.ends}>
          <End label={words.first} event={oldest.data} />
          <End label={words.last} event={query.data?.events[0]} />
        </dl>
        <TaskCounts counts={query.data?.facets.task} onTask={(task) => apply({ ...goTo, task: [task] })} />
      </div>
      <div className={styles.ways}>
        <Button look="text" onPress={() => apply(goTo)}>
          {words.show}
        </Button>
      </div>
    </section>
  );
}

/** One end of the history: opens that event. */
function End({ label, event }: { label: string; event: AuditEvent | null | undefined }) {
  const { change, times } = useExplorer();
  return (
    <div className={styles.end}>
      <dt>{label}</dt>
      <dd>
        {event && (
          <Button look="text" onPress={() => change({ event: event.id }, { replace: true })}>
            {times.dayAndMinute(new Date(event.time))}
          </Button>
        )}
      </dd>
    </div>
  );
}
