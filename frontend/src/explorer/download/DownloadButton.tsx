import { Download } from "lucide-react";
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

/** What the screen shows, all of it, as a file. */
export function DownloadButton({ query, className }: DownloadButtonProps) {
  const words = useMessages().download;
  return (
    <Opener
      title={words.title}
      placement="bottom end"
      button={(opens) => (
        <Button {...opens} className={cx(styles.trigger, className)}>
          <Download size={16} aria-hidden />
          {words.button}
        </Button>
      )}
    >
      {(close) => <DownloadDialog query={query} onDone={close} />}
    </Opener>
  );
}
