import type { ReactNode } from "react";
import { useState } from "react";
import type { StoredEvent } from "../../api/client";
import { useMessages, valueLabel } from "../../messages";
import { useSession } from "../../session/session";
import { timeFormat } from "../../time/format";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { Status } from "../results/EventCells";
import { CopyButton } from "./CopyButton";
import styles from "./EventFields.module.css";
import { expiryOf } from "./expiry";
import { extrasOf } from "./extras";
import { DaySign, FilterSigns } from "./FilterSigns";
import { Long } from "./Long";
import { targetValue, userValue } from "./parties";

/** Every field of the event, each with the ways to filter by its value, and when the event expires. */
export function EventFields({ stored: { event, raw } }: { stored: StoredEvent }) {
  const messages = useMessages();
  const words = messages.detail;
  const { zone, times } = useExplorer();
  const at = new Date(event.time);
  const label = (field: string, value: string) => valueLabel(messages, field, value);

  const rows: Row[] = [
    { label: words.date, value: <Lines first={times.full(at)} second={zone} />, signs: <DaySign at={at} /> },
    { label: words.utc, value: event.time },
    {
      label: words.user,
      value: <Party {...event.user} />,
      signs: <FilterSigns name="user" value={userValue(event)} />,
    },
    { label: words.userID, value: event.user.id },
    {
      label: words.task,
      value: <Long text={label("task", event.task)} />,
      signs: <FilterSigns name="task" value={event.task} />,
    },
    {
      label: words.target,
      value: <Party {...event.target} />,
      signs: <FilterSigns name="target" value={targetValue(event)} />,
    },
    { label: words.targetType, value: messages.targetTypes[event.target.type] ?? event.target.type },
    {
      label: words.status,
      value: <Status code={event.status} />,
      signs: <FilterSigns name="status" value={event.status} />,
    },
    {
      label: words.service_type,
      value: <Long text={label("service_type", event.service_type)} />,
      signs: <FilterSigns name="service_type" value={event.service_type} />,
    },
    {
      label: words.id,
      value: <code>{event.id}</code>,
      signs: <CopyButton look="sign" label={words.copyID} text={event.id} />,
    },
    { label: words.seq, value: messages.number(event.seq) },
    ...extrasOf(raw).map(({ path, value }): Row => ({
      label: path,
      value: <Long text={value} />,
      extra: true,
    })),
  ];
  return (
    <section aria-label={words.fields}>
      <dl>
        {rows
          .filter(({ value }) => value !== "")
          .map((row) => (
            <div key={row.label} className={styles.row}>
              <dt className={cx(row.extra && styles.path)}>{row.label}</dt>
              <dd>
                <div className={styles.value}>{row.value}</div>
                {row.signs}
              </dd>
            </div>
          ))}
      </dl>
      <Expires at={at} />
    </section>
  );
}

type Row = {
  label: string;
  value: ReactNode;
  signs?: ReactNode;
  /** A member that the page does not know, by its own name. */
  extra?: boolean;
};

function Party({ name, email }: { name: string; email: string }) {
  const { none } = useMessages();
  if (name === "" && email === "") return none;
  return (
    <>
      {name !== "" && (
        <span className={styles.name}>
          <Long text={name} />
        </span>
      )}
      {email !== "" && (
        <span className={styles.second}>
          <Long text={email} />
        </span>
      )}
    </>
  );
}

function Lines({ first, second }: { first: string; second: string }) {
  return (
    <>
      {first} <span className={styles.second}>{second}</span>
    </>
  );
}

const soon = 7;

function Expires({ at }: { at: Date }) {
  const { detail: words, timeLocale } = useMessages();
  const { retention_days } = useSession();
  const [opened] = useState(() => new Date());
  const { days, lastDay } = expiryOf(at, retention_days, opened);
  return (
    <p className={cx(styles.expires, days <= soon && styles.soon)}>
      <strong>{words.expires(days)}</strong>
      <span>{words.keptUntil(timeFormat(timeLocale, "UTC").longDay(lastDay))}</span>
    </p>
  );
}
