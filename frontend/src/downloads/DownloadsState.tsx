import { CircleAlert } from "lucide-react";
import { useMessages } from "../messages";
import { useDownloadList } from "./context";
import styles from "./DownloadsState.module.css";
import { summaryOf } from "./summary";

/** Beside the name of Log Download: how far what runs is, or that something failed. Nothing while nothing is. */
export function DownloadsState() {
  const words = useMessages().downloads;
  const { running, share, failed } = summaryOf(useDownloadList());
  if (running > 0) {
    return (
      <span className={styles.state} title={words.running(running, words.percent(share))}>
        {words.percent(share)}
      </span>
    );
  }
  if (failed === 0) return null;
  return (
    <span className={styles.failed} title={words.failures(failed)}>
      <CircleAlert size={14} aria-label={words.failures(failed)} />
    </span>
  );
}
