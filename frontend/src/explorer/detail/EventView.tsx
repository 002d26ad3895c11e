import { ApiError } from "../../api/errors";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { Context } from "./Context";
import { EventFields } from "./EventFields";
import type { KeptFilters } from "./EventPanel";
import styles from "./EventView.module.css";
import { PersonDay } from "./PersonDay";
import { Raw } from "./Raw";
import { Summary } from "./Summary";
import { TargetHistory } from "./TargetHistory";
import type { EventQuery } from "./useEvent";
import type { Neighbours } from "./useNeighbours";

type EventViewProps = { id: string; query: EventQuery; neighbours: Neighbours; filters: KeptFilters };

/** All that an event says, and what happened around it. */
export function EventView({ id, query, neighbours, filters }: EventViewProps) {
  const words = useMessages().detail;
  const { shown, outdated, error } = query;
  return (
    <>
      {shown && <Summary event={shown.event} />}
      <div className={styles.scroll} tabIndex={-1}>
        {error && <Problem error={error} onRetry={query.retry} />}
        {!shown && !error && <p className={styles.loading}>{words.loading}</p>}
        {shown && (
          <div className={styles.columns}>
            <div className={cx(styles.column, outdated && styles.outdated)} aria-busy={outdated}>
              <EventFields stored={shown} />
              <Raw stored={shown} />
              <PersonDay event={shown.event} />
              <TargetHistory event={shown.event} />
            </div>
            <Context id={id} event={shown.event} neighbours={neighbours} filters={filters} />
          </div>
        )}
      </div>
    </>
  );
}

function Problem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const messages = useMessages();
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <div className={styles.problem}>
      <Notice
        kind={missing ? "info" : "failure"}
        actions={!missing && <Button onPress={onRetry}>{messages.errors.retry}</Button>}
      >
        {missing ? messages.detail.notFound : errorText(messages, error)}
      </Notice>
    </div>
  );
}
