import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ScheduleForm } from "../../downloads/schedules/parts";
import { useMayDownload } from "../../downloads/useDownloads";
import { useMessages } from "../../messages";
import { useExplorer } from "../explorer";
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
  const navigate = useNavigate();
  const { state } = useExplorer();
  const [scheduling, setScheduling] = useState(false);
  const { screen } = query;
  if (!may) return <p className={styles.dialog}>{words.forbidden}</p>;
  if (scheduling) {
    const onScheduled = () => {
      onDone();
      void navigate({ to: "/log-download" });
    };
    return (
      <div className={styles.schedule}>
        <h2 className={styles.title}>{words.schedule}</h2>
        <ScheduleForm screen={state} onDone={onScheduled} />
      </div>
    );
  }
  if (!screen || screen.total.value === 0) return <p className={styles.dialog}>{words.none}</p>;
  return (
    <DownloadForm query={query} screen={screen} onDone={onDone} onSchedule={() => setScheduling(true)} />
  );
}
