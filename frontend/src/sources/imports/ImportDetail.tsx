import { useMessages } from "../../messages";
import { useOwnZone } from "../../session/ownZone";
import { timeFormat } from "../../time/format";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { useWords } from "../words";
import styles from "./ImportDetail.module.css";
import { ImportReport } from "./ImportReport";
import { useImport } from "./useImports";

/** An import with the rows that were not taken. */
export function ImportDetail({ id }: { id: string }) {
  const messages = useMessages();
  const words = useWords().imports;
  const times = timeFormat(messages.timeLocale, useOwnZone());
  const { data: one, error, refetch } = useImport(id);
  if (!one) {
    return error ? (
      <div className={styles.detail}>
        <Notice
          kind="failure"
          actions={<Button onPress={() => void refetch()}>{messages.errors.retry}</Button>}
        >
          {errorText(messages, error)}
        </Notice>
      </div>
    ) : (
      <div className={styles.loading} aria-busy="true" />
    );
  }
  const { state, source, by, started } = one;
  return (
    <div className={styles.detail}>
      <p className={styles.facts}>
        {[
          words.states[state] ?? state,
          words.sources[source] ?? source,
          ...(by === "" ? [] : [by]),
          times.dayAndMinute(new Date(started)),
        ].join(" · ")}
      </p>
      <ImportReport report={one} />
    </div>
  );
}
