import type { AuditEvent } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import styles from "./NeighbourList.module.css";
import { linesOf } from "./neighbours";
import { NeighbourLine } from "./NeighbourLine";
import type { Neighbours, Side } from "./useNeighbours";

type NeighbourListProps = { id: string; middle: AuditEvent; neighbours: Neighbours; filtered: boolean };

/** The event in the middle of its neighbours, in the order of the list beside them. */
export function NeighbourList({ id, middle, neighbours, filtered }: NeighbourListProps) {
  const words = useMessages().detail.context;
  const { state, times } = useExplorer();
  const { events, outdated } = neighbours;
  if (!events) return <div className={styles.room} aria-hidden />;
  const lines = linesOf(events, middle, times.dayKey);
  const newer = (
    <More side={neighbours.newer} words={{ load: words.newer, end: words.noNewer }} outdated={outdated} />
  );
  const older = (
    <More side={neighbours.older} words={{ load: words.older, end: words.noOlder }} outdated={outdated} />
  );
  const newestFirst = state.sort === "-time";
  return (
    <>
      {newestFirst ? newer : older}
      <ol className={cx(styles.list, outdated && styles.outdated)} aria-label={words.title}>
        {lines.map((line) =>
          line.kind === "day" ? (
            <li key={line.key} className={styles.day}>
              {times.longDay(line.at)}
            </li>
          ) : (
            <NeighbourLine
              key={line.key}
              event={line.event}
              at={line.at}
              middle={middle}
              here={line.key === id}
            />
          ),
        )}
      </ol>
      {newestFirst ? older : newer}
      {events.length === 1 && !outdated && (
        <p className={styles.word}>{filtered ? words.aloneFiltered : words.alone}</p>
      )}
    </>
  );
}

type MoreProps = { side: Side; words: { load: string; end: string }; outdated: boolean };

function More({ side, words, outdated }: MoreProps) {
  const messages = useMessages();
  if (!side.exists) return <p className={styles.end}>{words.end}</p>;
  return (
    <div className={styles.more}>
      {side.state === "failed" && <span role="alert">{messages.live.loadFailed}</span>}
      <Button look="text" isDisabled={outdated || side.state === "loading"} onPress={side.load}>
        {side.state === "loading" ? messages.detail.context.loading : words.load}
      </Button>
    </div>
  );
}
