import { createPortal } from "react-dom";
import type { AuditEvent } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { useSession } from "../../session/session";
import { chipsOf } from "../conditions/chips";
import { useExplorer } from "../explorer";
import { periodName } from "../period/period";
import type { ScreenQuery } from "../useScreen";
import styles from "./PrintSheet.module.css";
import { usePrinting } from "./usePrinting";

/**
 * What stands on paper in place of the screen: what was asked, of which period and zone, how many there are, and the rows
 * that are loaded. Drawn only for printing, since the table of the screen holds no more rows than it shows.
 */
export function PrintSheet({ query }: { query: ScreenQuery }) {
  const printing = usePrinting();
  if (!printing || !query.screen) return null;
  return createPortal(<Sheet query={query} screen={query.screen} />, document.body);
}

function Sheet({ query, screen }: { query: ScreenQuery; screen: NonNullable<ScreenQuery["screen"]> }) {
  const messages = useMessages();
  const words = messages.print;
  const { state, times, zone } = useExplorer();
  const { retention_days, name } = useSession();
  const conditions = chipsOf(state, screen.interpretation.chips, messages, times).map(({ label }) => label);
  const question = conditions.join(" · ") || state.q.trim() || messages.downloads.everything;
  const { total, missing_days: missing } = screen;
  return (
    <div className={styles.sheet} data-print>
      <h1 className={styles.title}>{`${messages.nav.audit} › ${messages.nav.contacts}`}</h1>
      <dl className={styles.facts}>
        <dt>{words.question}</dt>
        <dd>{question}</dd>
        <dt>{messages.period.label}</dt>
        <dd>{messages.period.inZone(periodName(state, retention_days, messages, times), zone)}</dd>
        <dt>{words.total}</dt>
        <dd>
          {messages.results.totalSpoken(total.value, total.relation === "exact")}
          {query.events.length < total.value && ` · ${words.first(query.events.length)}`}
        </dd>
        <dt>{words.printed}</dt>
        <dd>{`${times.full(new Date())} · ${name}`}</dd>
      </dl>
      {missing.length > 0 && <p className={styles.missing}>{messages.results.missing(missing)}</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{messages.table.columns.date}</th>
            <th scope="col">{messages.table.columns.user}</th>
            <th scope="col">{messages.table.columns.task}</th>
            <th scope="col">{messages.table.columns.target}</th>
            <th scope="col">{messages.table.columns.status}</th>
            <th scope="col">{messages.table.columns.service_type}</th>
          </tr>
        </thead>
        <tbody>
          {query.events.map((event) => (
            <Row key={event.id} event={event} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ event }: { event: AuditEvent }) {
  const messages = useMessages();
  const { times } = useExplorer();
  const at = new Date(event.time);
  return (
    <tr>
      <td className={styles.date}>{`${times.dayKey(at)} ${times.clock(at)}${times.millis(at)}`}</td>
      <td>{party(event.user)}</td>
      <td>{valueLabel(messages, "task", event.task)}</td>
      <td>{party(event.target)}</td>
      <td>{valueLabel(messages, "status", event.status)}</td>
      <td>{valueLabel(messages, "service_type", event.service_type)}</td>
    </tr>
  );
}

const party = ({ name, email }: { name: string; email: string }) =>
  name !== "" && email !== "" ? `${name} (${email})` : name || email;
