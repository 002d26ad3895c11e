import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { useDownloadList } from "./context";
import styles from "./DownloadNews.module.css";
import { summaryOf } from "./summary";

/** What of the downloads reaches the reader on every screen: an end is said, a failure shown, leaving asked about. */
export function DownloadNews() {
  const words = useMessages().downloads;
  const downloads = useDownloadList();
  const [dismissed, setDismissed] = useState<readonly number[]>([]);
  const { running } = summaryOf(downloads);
  useLeaveWarning(running > 0);

  const complete = downloads
    .filter(({ state }) => state === "complete")
    .sort((a, b) => (b.ended ?? 0) - (a.ended ?? 0))[0];
  // Tried again, a failed one is forgiven; failed again, it is news again.
  const failed = downloads.filter(
    ({ state, ended }) => state === "failed" && !dismissed.includes(ended ?? 0),
  );
  return (
    <>
      <p className="visually-hidden" role="status">
        {complete && words.announceComplete(complete.request.fileName, complete.rows)}
      </p>
      {failed.length > 0 && (
        <div className={styles.news}>
          {failed.map(({ id, ended, request }) => (
            <Notice
              key={id}
              kind="failure"
              actions={
                <>
                  <Link className={styles.link} to="/log-download">
                    {words.toList}
                  </Link>
                  <Button look="text" onPress={() => setDismissed([...dismissed, ended ?? 0])}>
                    {words.dismiss}
                  </Button>
                </>
              }
            >
              {words.announceFailed(request.fileName)}
            </Notice>
          ))}
        </div>
      )}
    </>
  );
}

/** While something runs, the browser asks before it leaves the page. */
function useLeaveWarning(running: boolean): void {
  useEffect(() => {
    if (!running) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [running]);
}
