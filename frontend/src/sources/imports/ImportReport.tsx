import { useMessages } from "../../messages";
import type { Import } from "../../api/imports";
import { Notice } from "../../ui/Notice";
import { useWords } from "../words";
import styles from "./ImportReport.module.css";
import { RejectedRows } from "./RejectedRows";

/** What became of a file: how many rows, what was said of the whole, and which rows were not taken. */
export function ImportReport({ report }: { report: Import }) {
  const words = useWords();
  const { number } = useMessages();
  const { imports } = words;
  const { state, error, accepted, duplicates, rejected_total, rejected_by_code, notes, map } = report;
  const reasons = Object.entries(rejected_by_code).sort(([, a], [, b]) => b - a);
  const seconds =
    report.finished === null ? null : (Date.parse(report.finished) - Date.parse(report.started)) / 1000;
  return (
    <div className={styles.report}>
      {error && (
        <Notice kind={state === "failed" ? "failure" : "warning"}>
          {imports.problem(error.code, error.message)}
        </Notice>
      )}
      {state === "incomplete" && <p className={styles.help}>{imports.incompleteHelp}</p>}
      <dl className={styles.counts}>
        <Count name={imports.accepted} count={number(accepted)} />
        <Count name={imports.duplicates} count={number(duplicates)} />
        <Count name={imports.rejected} count={number(rejected_total)} />
      </dl>
      {reasons.length > 0 && (
        <ul className={styles.help}>
          {reasons.map(([code, count]) => (
            <li key={code}>{words.rejectedFor(count, words.codes[code] ?? code)}</li>
          ))}
        </ul>
      )}
      <p className={styles.help}>
        {[
          imports.bytes(report.bytes),
          imports.read(report.rows),
          ...(seconds === null ? [] : [imports.took(seconds)]),
          ...(map === "" ? [] : [imports.mapUsed(map)]),
        ].join(" · ")}
      </p>
      {notes.length > 0 && (
        <div>
          <p className={styles.title}>{imports.notes}</p>
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
      {report.rejected !== null && report.rejected.length > 0 && (
        <RejectedRows report={report} rows={report.rejected} />
      )}
    </div>
  );
}

function Count({ name, count }: { name: string; count: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count}</dd>
    </div>
  );
}
