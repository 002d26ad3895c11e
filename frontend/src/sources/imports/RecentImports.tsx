import { Check, CircleAlert, LoaderCircle } from "lucide-react";
import type { Import } from "../../api/imports";
import { useMessages } from "../../messages";
import { useOwnZone } from "../../session/ownZone";
import { timeFormat } from "../../time/format";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { Opener } from "../../ui/Opener";
import { useWords } from "../words";
import { ImportDetail } from "./ImportDetail";
import styles from "./RecentImports.module.css";
import { useImports } from "./useImports";

/** The last files that came in, by upload or out of the watched folder; each opens. */
export function RecentImports() {
  const messages = useMessages();
  const words = useWords().imports;
  const { data: imports, error, refetch } = useImports();
  return (
    <section className={styles.recent} aria-labelledby="sources-imports">
      <h2 id="sources-imports" className={styles.heading}>
        {words.recent}
      </h2>
      {error && (
        <Notice
          kind="failure"
          actions={<Button onPress={() => void refetch()}>{messages.errors.retry}</Button>}
        >
          {errorText(messages, error)}
        </Notice>
      )}
      {imports?.length === 0 && <p className={styles.none}>{words.none}</p>}
      {imports && imports.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.accepted}</th>
              <th scope="col">{words.duplicates}</th>
              <th scope="col">{words.rejected}</th>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.by}</th>
            </tr>
          </thead>
          <tbody>
            {imports.map((one) => (
              <ImportRow key={one.id} one={one} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function ImportRow({ one }: { one: Import }) {
  const messages = useMessages();
  const words = useWords().imports;
  const times = timeFormat(messages.timeLocale, useOwnZone());
  const { file, accepted, duplicates, rejected_total, started, source, by } = one;
  const count = (label: string, value: number) => (
    <td className={cx(styles.count, value === 0 && styles.nought)} data-label={label}>
      {messages.number(value)}
    </td>
  );
  return (
    <tr>
      <th scope="row" className={styles.file}>
        <Opener
          title={file}
          as="middle"
          button={(opens) => (
            <Button {...opens} look="text" className={styles.open} aria-label={words.details(file)}>
              {file}
            </Button>
          )}
        >
          {() => <ImportDetail id={one.id} />}
        </Opener>
      </th>
      <td>
        <State one={one} />
      </td>
      {count(words.accepted, accepted)}
      {count(words.duplicates, duplicates)}
      {count(words.rejected, rejected_total)}
      <td className={styles.when}>{times.dayAndMinute(new Date(started))}</td>
      <td className={styles.by}>{source === "upload" ? by : (words.sources[source] ?? source)}</td>
    </tr>
  );
}

/** How an import ended, or that it runs. */
function State({ one: { state } }: { one: Import }) {
  const words = useWords().imports;
  const Icon = state === "done" ? Check : state === "running" ? LoaderCircle : CircleAlert;
  return (
    <span className={cx(styles.state, state === "failed" && styles.failed)}>
      <Icon size={14} aria-hidden />
      {words.states[state] ?? state}
    </span>
  );
}
