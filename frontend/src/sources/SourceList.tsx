import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Notice } from "../ui/Notice";
import { SetUp } from "./SetUp";
import { SourceCard } from "./SourceCard";
import styles from "./SourceList.module.css";
import { useSources } from "./useSources";
import { useWords } from "./words";

/** Each source as it stands. What was shown stays while the server does not answer. */
export function SourceList() {
  const messages = useMessages();
  const words = useWords();
  const { data: standing, error, refetch } = useSources();
  const pulled = standing?.sources.some(({ kind }) => kind !== "push") ?? true;
  return (
    <section className={styles.sources} aria-labelledby="sources-list">
      <h2 id="sources-list" className={styles.heading}>
        {words.list}
      </h2>
      {error && (
        <Notice
          kind="failure"
          actions={<Button onPress={() => void refetch()}>{messages.errors.retry}</Button>}
        >
          {errorText(messages, error)}
        </Notice>
      )}
      {!pulled && <p className={styles.none}>{words.none}</p>}
      {!standing && !error && <div className={styles.loading} aria-busy="true" />}
      {standing?.sources.map((source) => (
        <SourceCard key={source.id} source={source} aheadMS={standing.aheadMS} />
      ))}
      {standing && <SetUp open={!pulled} key={String(pulled)} />}
    </section>
  );
}
