import { useState } from "react";
import { DownloadItem } from "../../downloads/DownloadItem";
import { useDownloadList } from "../../downloads/context";
import { useMessages } from "../../messages";
import { useSession } from "../../session/session";
import { Button } from "../../ui/Button";
import type { ScreenQuery } from "../useScreen";
import styles from "./DownloadDialog.module.css";
import { DownloadForm } from "./DownloadForm";

type DownloadDialogProps = {
  query: ScreenQuery;
  onDone: () => void;
};

/** First what there will be, then how it comes in. */
export default function DownloadDialog({ query, onDone }: DownloadDialogProps) {
  const messages = useMessages();
  const words = messages.download;
  const [started, setStarted] = useState<number | null>(null);
  const { role } = useSession();
  const downloads = useDownloadList();
  const download = downloads.find(({ id }) => id === started);
  const { screen } = query;
  if (download) {
    return (
      <div className={styles.dialog}>
        <DownloadItem download={download} />
        <p className="visually-hidden" role="status">
          {messages.downloads.states[download.state]}
        </p>
        <Button onPress={onDone}>{words.close}</Button>
      </div>
    );
  }
  if (role !== "admin" && role !== "auditor") return <p className={styles.dialog}>{words.forbidden}</p>;
  if (!screen || screen.total.value === 0) return <p className={styles.dialog}>{words.none}</p>;
  return <DownloadForm query={query} screen={screen} onStart={setStarted} />;
}
