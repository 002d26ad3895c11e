import type { AuditEvent } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { clearConditions } from "../conditions/chips";
import { useExplorer } from "../explorer";
import { useApply } from "./FilterSigns";
import { HourStrip } from "./HourStrip";
import { NumbersProblem } from "./NumbersProblem";
import { userName, userValue } from "./parties";
import styles from "./Numbers.module.css";
import { TaskCounts } from "./TaskCounts";
import { failuresOf, useNumbers } from "./useNumbers";

/** Everything this person did on the day of the event, whatever else is searched for. */
export function PersonDay({ event }: { event: AuditEvent }) {
  const messages = useMessages();
  const words = messages.detail.day;
  const { zone, times } = useExplorer();
  const apply = useApply();
  const at = new Date(event.time);
  const day = times.dayKey(at);
  const user = userValue(event);
  const query = useNumbers({ user: [user], from: day, to: day, interval: "1h" }, zone, user !== "");
  if (user === "") return null;
  const goTo = { ...clearConditions, user: [user], from: day, to: day, live: false };
  return (
    <section className={styles.section} aria-label={words.title}>
      <h3 className={styles.title}>{words.title}</h3>
      <p className={styles.about}>
        <bdi className={styles.who}>{userName(event)}</bdi>
        <span>{times.longDay(at)}</span>
      </p>
      <NumbersProblem query={query} />
      <div className={cx(styles.numbers, query.isPlaceholderData && styles.outdated)}>
        <p className={styles.total}>
          {query.data
            ? words.total(query.data.total.value, failuresOf(query.data))
            : query.isFetching && messages.detail.context.loading}
        </p>
        <HourStrip
          buckets={query.data?.histogram.buckets ?? []}
          at={at}
          onHour={(from, to) => apply({ ...goTo, from: from.toISOString(), to: to.toISOString() })}
        />
        <TaskCounts counts={query.data?.facets.task} onTask={(task) => apply({ ...goTo, task: [task] })} />
      </div>
      <div className={styles.ways}>
        <Button look="text" onPress={() => apply(goTo)}>
          {words.show}
        </Button>
        <Button look="text" onPress={() => apply({ ...goTo, from: null, to: null })}>
          {words.everything}
        </Button>
      </div>
    </section>
  );
}
