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
  /** The download that was started here, whose progress is shown in place of the form. */
  started: number | null;
  onStart: (id: number) => void;
  onDone: () => void;
};

/** First what there will be, then how it comes in. */
export default function DownloadDialog({ query, started, onStart, onDone }: DownloadDialogProps) {
  const words = useMessages().download;
  const { role } = useSession();
  const downloads = useDownloadList();
  const download = downloads.find(({ id }) => id === started);
  const { screen } = query;
  if (download) {
    return (
      <div className={styles.dialog}>
        <DownloadItem download={download} />
        <Button onPress={onDone}>{words.close}</Button>
      </div>
    );
  }
  if (role !== "admin" && role !== "auditor") return <p className={styles.dialog}>{words.forbidden}</p>;
  if (!screen || screen.total.value === 0) return <p className={styles.dialog}>{words.none}</p>;
  return <DownloadForm query={query} screen={screen} onStart={onStart} />;
}
