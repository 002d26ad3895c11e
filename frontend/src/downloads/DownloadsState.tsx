import { CircleAlert } from "lucide-react";
import { useMessages } from "../messages";
import { useSession } from "../session/session";
import styles from "./DownloadsState.module.css";
import { useSeen } from "./seen";
import { summaryOf } from "./summary";
import { useDownloads } from "./useDownloads";

/** Beside the name of Log Download: how far what runs is, how many files wait to be fetched, and that something failed. */
export function DownloadsState() {
  const words = useMessages().downloads;
  const { name } = useSession();
  const seen = useSeen();
  const { data } = useDownloads();
  const { running, share, ready, failed } = summaryOf(data ?? [], name, seen ?? Infinity);
  if (running + ready.length + failed.length === 0) return null;
  const said = [
    running > 0 && words.running(running, words.percent(share)),
    ready.length > 0 && words.readyFiles(ready.length),
    failed.length > 0 && words.failures(failed.length),
  ].filter((part) => part !== false);
  return (
    <span className={styles.state} title={said.join(", ")}>
      <span className="visually-hidden">{said.join(", ")}</span>
      {running > 0 && <span aria-hidden>{words.percent(share)}</span>}
      {failed.length > 0 && <CircleAlert size={14} aria-hidden className={styles.failed} />}
      {ready.length > 0 && (
        <span aria-hidden className={styles.ready}>
          {ready.length}
        </span>
      )}
    </span>
  );
}
