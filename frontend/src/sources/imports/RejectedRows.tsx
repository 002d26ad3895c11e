import { useState } from "react";
import type { Import, RejectedRow } from "../../api/imports";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { useWords } from "../words";
import styles from "./RejectedRows.module.css";
import { asCSV, asJSON, saveReport } from "./reportFile";

// What can be taken in at a glance; the others when they are asked for.
const firstRows = 20;

/** Each row that was not taken: where it stands, why, and the value at fault; and all of that as a file. */
export function RejectedRows({ report, rows }: { report: Import; rows: RejectedRow[] }) {
  const words = useWords();
  const { imports } = words;
  const { number } = useMessages();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, firstRows);
  return (
    <div className={styles.rejected} role="group" aria-label={imports.rejectedRows}>
      <p className={styles.title}>{imports.rejectedRows}</p>
      {report.rejected_total > rows.length && (
        <p className={styles.faint}>{imports.onlyFirst(rows.length, report.rejected_total)}</p>
      )}
      <div className={styles.frame} role="group" aria-label={imports.rejectedRows} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{imports.line}</th>
              <th scope="col">{imports.reason}</th>
              <th scope="col">{imports.value}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ line, code, value, message }) => (
              <tr key={`${line} ${code}`}>
                <th scope="row">{number(line)}</th>
                <td>
                  {words.codes[code] ?? code}
                  <span className={styles.message}>{message}</span>
                </td>
                <td className={styles.value}>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.actions}>
        {shown.length < rows.length && (
          <Button onPress={() => setAll(true)}>{imports.showAll(rows.length)}</Button>
        )}
        <Button onPress={() => saveReport(report, "csv", asCSV(rows))}>{imports.saveCSV}</Button>
        <Button onPress={() => saveReport(report, "json", asJSON(report))}>{imports.saveJSON}</Button>
      </div>
    </div>
  );
}
