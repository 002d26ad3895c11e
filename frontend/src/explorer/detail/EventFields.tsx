import { useState, type ReactNode } from "react";
import type { AuditEvent } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { useSession } from "../../session/session";
import { defaults, type SearchState } from "../../state/search-state";
import { writeState } from "../../state/url";
import { daysLeft } from "../../time/format";
import { Button } from "../../ui/Button";
import { clearConditions } from "../conditions/chips";
import { useExplorer } from "../explorer";
import { Status } from "../results/EventCells";
import { CopyButton } from "./CopyButton";
import styles from "./EventFields.module.css";

/** All that an event says, ways to its neighbours, and the event as stored. */
export function EventFields({ event }: { event: AuditEvent }) {
  const messages = useMessages();
  const words = messages.detail;
  const { state, zone, times } = useExplorer();
  const { retention_days } = useSession();
  const [opened] = useState(() => new Date());
  const at = new Date(event.time);
  const raw = JSON.stringify(event, null, 2);
  const link = `${window.location.origin}${window.location.pathname}${writeState({ ...defaults, tz: state.tz, event: event.id })}`;

  const rows: [label: string, value: ReactNode][] = [
    [words.date, `${times.full(at)} · ${zone}`],
    [words.utc, event.time],
    [words.user, <Party key="user" {...event.user} />],
    [words.userID, event.user.id],
    [words.task, valueLabel(messages, "task", event.task)],
    [words.target, <Party key="target" {...event.target} />],
    [words.targetType, messages.targetTypes[event.target.type] ?? event.target.type],
    [words.status, <Status key="status" code={event.status} />],
    [words.service_type, valueLabel(messages, "service_type", event.service_type)],
    [words.id, <code key="id">{event.id}</code>],
    [words.seq, messages.number(event.seq)],
  ];
  return (
    <div className={styles.fields}>
      <dl className={styles.list}>
        {rows
          .filter(([, value]) => value !== "")
          .map(([label, value]) => (
            <div key={label} className={styles.row}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <p className={styles.expires}>{words.expires(daysLeft(at, retention_days, opened))}</p>
      <Pivots event={event} />
      <div className={styles.copies}>
        <CopyButton label={words.copyLink} text={link} />
        <CopyButton label={words.copyID} text={event.id} />
        <CopyButton label={words.copyJSON} text={raw} />
      </div>
      <details className={styles.raw}>
        <summary>{words.raw}</summary>
        <pre tabIndex={0}>{raw}</pre>
      </details>
    </div>
  );
}

function Party({ name, email }: { name: string; email: string }) {
  const { none } = useMessages();
  if (name === "" && email === "") return none;
  return (
    <>
      {name !== "" && <span className={styles.name}>{name}</span>}
      {email !== "" && <span className={styles.email}>{email}</span>}
    </>
  );
}

/** What else this person did, what else happened to this target: the filters take the e-mail, or the name without one. */
function Pivots({ event }: { event: AuditEvent }) {
  const words = useMessages().detail;
  const { change } = useExplorer();
  const user = event.user.email || event.user.name;
  const target = event.target.email || event.target.name;
  const pivots: [string, string, Partial<SearchState>][] = [
    [words.filterUser, user, { user: [user] }],
    [words.filterTarget, target, { target: [target] }],
    [words.filterTask, event.task, { task: [event.task] }],
  ];
  return (
    <ul className={styles.pivots} aria-label={words.filters}>
      {pivots
        .filter(([, value]) => value !== "")
        .map(([label, , patch]) => (
          <li key={label}>
            <Button onPress={() => change({ ...clearConditions, ...patch })}>{label}</Button>
          </li>
        ))}
    </ul>
  );
}
