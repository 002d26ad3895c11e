import { Download } from "lucide-react";
import { useState } from "react";
import { DialogTrigger } from "react-aria-components/Dialog";
import { exportAddress } from "../../api/parameters";
import type { Total } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Panel } from "../../ui/Panel";
import { useExplorer } from "../explorer";
import styles from "./DownloadButton.module.css";

type DownloadButtonProps = { total: Total | undefined; className?: string | undefined };

/** What the screen shows, all of it, as a file. */
export function DownloadButton({ total, className }: DownloadButtonProps) {
  const words = useMessages().download;
  return (
    <DialogTrigger>
      <Button className={cx(styles.trigger, className)}>
        <Download size={16} aria-hidden />
        {words.button}
      </Button>
      <Panel title={words.title} placement="bottom end">
        {(close) => <DownloadForm total={total} onDone={close} />}
      </Panel>
    </DialogTrigger>
  );
}

function DownloadForm({ total, onDone }: { total: Total | undefined; onDone: () => void }) {
  const messages = useMessages();
  const words = messages.download;
  const { question, zone } = useExplorer();
  const [safe, setSafe] = useState(true);
  if (!total || total.value === 0) return <p className={styles.form}>{words.none}</p>;
  return (
    <div className={styles.form}>
      <p>{words.explain(zone)}</p>
      <label className={styles.option}>
        <input type="checkbox" checked={safe} onChange={(event) => setSafe(event.target.checked)} />
        <span>
          {words.safe}
          <span className={styles.help}>{words.safeHelp}</span>
        </span>
      </label>
      <a
        className={styles.submit}
        href={exportAddress(question, { language: messages.locale, spreadsheetSafe: safe })}
        download
        onClick={onDone}
      >
        {words.submit(total.value, total.relation === "exact")}
      </a>
    </div>
  );
}
