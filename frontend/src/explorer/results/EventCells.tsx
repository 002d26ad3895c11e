import { ArrowRight, Check, X } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { AuditEvent } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import type { ColumnName } from "../../state/search-state";
import { cx } from "../../ui/cx";
import styles from "./EventCells.module.css";
import { Marked, MarkedLabel } from "./highlight/Marked";
import type { Look } from "./look";
import { Time } from "./Time";

type CardProps = { event: AuditEvent; look: Look };
type CellsProps = CardProps & {
  /** The column whose cell can be tabbed to. */
  tabbable: string | null;
};

/** The cells of a row, in the chosen columns. */
export const EventCells = memo(function EventCells({ event, look, tabbable }: CellsProps) {
  return look.columns.map((name) => (
    <div
      key={name}
      role="gridcell"
      data-col={name}
      tabIndex={tabbable === name ? 0 : -1}
      className={cx(styles.cell, name === "date" && styles.date)}
    >
      <Content name={name} event={event} look={look} />
    </div>
  ));
});

function Content({ name, event, look }: { name: ColumnName; event: AuditEvent; look: Look }): ReactNode {
  const messages = useMessages();
  switch (name) {
    case "date":
      return <Time at={new Date(event.time)} look={look} />;
    case "user":
      return <Party {...event.user} field="user" look={look} />;
    case "target":
      return <Party {...event.target} field="target" look={look} />;
    case "task":
      return <Task code={event.task} look={look} />;
    case "status":
      return <MarkedStatus code={event.status} look={look} />;
    case "service_type":
      return <Service code={event.service_type} look={look} />;
    case "user_id":
      return <Plain text={event.user.id} />;
    case "target_type":
      return <Plain text={messages.targetTypes[event.target.type] ?? event.target.type} />;
    case "id":
      return (
        <code className={styles.id}>
          <Marked text={event.id} field="id" terms={look.terms} code={event.id} />
        </code>
      );
  }
}

/** The same on a phone: who and when, did what to whom, how and with which result. */
export const EventCard = memo(function EventCard({ event, look }: CardProps) {
  const compact = look.density === "compact";
  const target = event.target.name || event.target.email;
  const user = event.user.name || event.user.email;
  return (
    <div role="gridcell" aria-colspan={look.columns.length} className={styles.card}>
      <div className={styles.first}>
        <strong className={styles.who} dir="auto">
          <Marked text={user} field="user" terms={look.terms} />
        </strong>
        <span className={styles.when}>
          {compact && <MarkedStatus code={event.status} look={look} bare />}
          <Time at={new Date(event.time)} look={look} />
        </span>
      </div>
      <div className={cx(styles.second, compact && styles.short)}>
        <Task code={event.task} look={look} />
        {target !== "" && (
          <>
            <ArrowRight size={13} aria-hidden className={styles.arrow} />
            <span className={styles.what} dir="auto">
              <Marked text={target} field="target" terms={look.terms} />
            </span>
          </>
        )}
      </div>
      {!compact && (
        <div className={styles.badges}>
          <MarkedStatus code={event.status} look={look} />
          <span className={styles.badge}>
            <Service code={event.service_type} look={look} />
          </span>
        </div>
      )}
    </div>
  );
});

/** A name is as long as its writer wanted, and reads in its own direction; it stays in its cell. */
const titleLength = 400;
const titleOf = (text: string) => (text.length > titleLength ? `${text.slice(0, titleLength)}…` : text);

type PartyProps = { name: string; email: string; field: "user" | "target"; look: Look };

function Party({ name, email, field, look }: PartyProps) {
  const { none } = useMessages();
  if (name === "" && email === "") return <span className={styles.faint}>{none}</span>;
  return (
    <span className={styles.party} title={titleOf(name && email ? `${name} (${email})` : name || email)}>
      <span className={styles.name} dir="auto">
        <Marked text={name || email} field={field} terms={look.terms} />
      </span>
      {name !== "" && email !== "" && (
        <span className={styles.email} dir="auto">
          <Marked text={email} field={field} terms={look.terms} />
        </span>
      )}
    </span>
  );
}

function Plain({ text }: { text: string }) {
  return (
    <span className={styles.soft} dir="auto" title={titleOf(text)}>
      {text}
    </span>
  );
}

function Task({ code, look }: { code: string; look: Look }) {
  const label = valueLabel(useMessages(), "task", code);
  return (
    <span className={styles.task} title={titleOf(label)}>
      <MarkedLabel text={label} field="task" terms={look.terms} code={code} />
    </span>
  );
}

export function Service({ code, look }: { code: string; look: Look }) {
  const label = valueLabel(useMessages(), "service_type", code);
  return (
    <span className={styles.soft} title={titleOf(label)}>
      <Marked text={label} field="service_type" terms={look.terms} code={code} />
    </span>
  );
}

type MarkedStatusProps = {
  code: string;
  look: Look;
  /** The sign alone to the eye, where there is no room for the word and it is one of the two. */
  bare?: boolean;
};

export function MarkedStatus({ code, look, bare = false }: MarkedStatusProps) {
  const label = valueLabel(useMessages(), "status", code);
  const hidden = bare && (code === "success" || code === "failure");
  return (
    <Status code={code}>
      <span className={hidden ? "visually-hidden" : undefined}>
        <Marked text={label} field="status" terms={look.terms} code={code} />
      </span>
    </Status>
  );
}

/** The result: a sign and a word, red only for failure. */
export function Status({ code, children }: { code: string; children?: ReactNode }) {
  const label = valueLabel(useMessages(), "status", code);
  return (
    <span className={cx(styles.status, code === "failure" && styles.failure)}>
      {code === "success" && <Check size={14} aria-hidden />}
      {code === "failure" && <X size={14} aria-hidden />}
      <span className={styles.word}>{children ?? label}</span>
    </span>
  );
}
