import { CircleAlert, Download } from "lucide-react";
import { useDownloadList } from "../../downloads/context";
import { summaryOf } from "../../downloads/summary";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Opener } from "../../ui/Opener";
import { part } from "../../ui/part";
import type { ScreenQuery } from "../useScreen";
import styles from "./DownloadButton.module.css";

const DownloadDialog = part(() => import("./DownloadDialog").then((file) => file.default), {
  waiting: <div className={styles.loading} />,
});

type DownloadButtonProps = { query: ScreenQuery; className?: string | undefined };

/** What the screen shows, all of it, as a file; while one comes in, how far it is. */
export function DownloadButton({ query, className }: DownloadButtonProps) {
  const messages = useMessages();
  const words = messages.download;
  const { running, share, failed } = summaryOf(useDownloadList());
  const percent = running > 0 ? messages.downloads.percent(share) : null;
  const Icon = failed > 0 ? CircleAlert : Download;
  return (
    <Opener
      title={words.title}
      placement="bottom end"
      button={(opens) => (
        <Button
          {...opens}
          className={cx(styles.trigger, className)}
          {...(percent === null ? {} : { "aria-label": words.buttonRunning(percent) })}
        >
          <Icon size={16} aria-hidden className={cx(failed > 0 && styles.failed)} />
          {percent ?? words.button}
        </Button>
      )}
    >
      {(close) => <DownloadDialog query={query} onDone={close} />}
    </Opener>
  );
}
