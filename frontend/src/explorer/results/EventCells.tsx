import { ArrowRight, Check, X } from "lucide-react";
import type { AuditEvent } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { cx } from "../../ui/cx";
import { Label } from "../../ui/Label";
import { useExplorer } from "../explorer";
import styles from "./EventCells.module.css";

type EventProps = { event: AuditEvent; at: Date };

/** The six cells of a row, in the guide's columns. */
export function EventCells({ event, at }: EventProps) {
  const messages = useMessages();
  return (
    <>
      <div role="gridcell" className={styles.date}>
        <Time at={at} />
      </div>
      <div role="gridcell" className={styles.cell}>
        <Party name={event.user.name} email={event.user.email} />
      </div>
      <div role="gridcell" className={styles.cell} title={valueLabel(messages, "task", event.task)}>
        <Task code={event.task} />
      </div>
      <div role="gridcell" className={styles.cell}>
        <Party name={event.target.name} email={event.target.email} />
      </div>
      <div role="gridcell" className={styles.cell}>
        <Status code={event.status} />
      </div>
      <div
        role="gridcell"
        className={styles.cell}
        title={valueLabel(messages, "service_type", event.service_type)}
      >
        <span className={styles.soft}>{valueLabel(messages, "service_type", event.service_type)}</span>
      </div>
    </>
  );
}

/** The same on a phone: who and when, did what to whom, how and with which result. */
export function EventCard({ event, at }: EventProps) {
  const messages = useMessages();
  const target = event.target.name || event.target.email;
  return (
    <div role="gridcell" aria-colspan={6} className={styles.card}>
      <div className={styles.first}>
        <strong className={styles.who}>{event.user.name || event.user.email}</strong>
        <Time at={at} />
      </div>
      <div className={styles.second}>
        <Task code={event.task} />
        {target !== "" && (
          <>
            <ArrowRight size={13} aria-hidden className={styles.arrow} />
            <span className={styles.what}>{target}</span>
          </>
        )}
      </div>
      <div className={styles.badges}>
        <Status code={event.status} />
        <span className={styles.badge}>{valueLabel(messages, "service_type", event.service_type)}</span>
      </div>
    </div>
  );
}

function Time({ at }: { at: Date }) {
  const { times } = useExplorer();
  return (
    <time dateTime={at.toISOString()} title={times.full(at)} className={styles.time}>
      {times.clock(at)}
      <span className={styles.faint}>{times.millis(at)}</span>
    </time>
  );
}

function Party({ name, email }: { name: string; email: string }) {
  const { none } = useMessages();
  if (name === "" && email === "") return <span className={styles.faint}>{none}</span>;
  return (
    <span className={styles.party} title={name && email ? `${name} (${email})` : name || email}>
      <span className={styles.name}>{name || email}</span>
      {name !== "" && email !== "" && <span className={styles.email}>{email}</span>}
    </span>
  );
}

function Task({ code }: { code: string }) {
  return (
    <span className={styles.task}>
      <Label text={valueLabel(useMessages(), "task", code)} />
    </span>
  );
}

/** The result: a sign and a word, red only for failure. */
export function Status({ code }: { code: string }) {
  const label = valueLabel(useMessages(), "status", code);
  return (
    <span className={cx(styles.status, code === "failure" && styles.failure)}>
      {code === "success" && <Check size={14} aria-hidden />}
      {code === "failure" && <X size={14} aria-hidden />}
      {label}
    </span>
  );
}
