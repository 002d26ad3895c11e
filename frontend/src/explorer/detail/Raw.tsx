import type { StoredEvent } from "../../api/client";
import { useMessages } from "../../messages";
import { CopyButton } from "./CopyButton";
import styles from "./EventFields.module.css";

/** The event as the server wrote it. */
export function Raw({ stored }: { stored: StoredEvent }) {
  const words = useMessages().detail;
  const text = JSON.stringify(stored.raw, null, 2);
  return (
    <details className={styles.raw}>
      <summary>{words.raw}</summary>
      <pre tabIndex={0} aria-label={words.raw}>
        {text}
      </pre>
      <CopyButton label={words.copyJSON} text={text} />
    </details>
  );
}
