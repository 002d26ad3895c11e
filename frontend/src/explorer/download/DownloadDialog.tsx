import { useMayDownload } from "../../downloads/useDownloads";
import { useMessages } from "../../messages";
import type { ScreenQuery } from "../useScreen";
import styles from "./DownloadDialog.module.css";
import { DownloadForm } from "./DownloadForm";

type DownloadDialogProps = {
  query: ScreenQuery;
  onDone: () => void;
};

/** The way to a file of what the screen shows, or why there is none. */
export default function DownloadDialog({ query, onDone }: DownloadDialogProps) {
  const words = useMessages().download;
  const may = useMayDownload();
  const { screen } = query;
  if (!may) return <p className={styles.dialog}>{words.forbidden}</p>;
  if (!screen || screen.total.value === 0) return <p className={styles.dialog}>{words.none}</p>;
  return <DownloadForm query={query} screen={screen} onDone={onDone} />;
}
