import { Link } from "@tanstack/react-router";
import { Check, CircleAlert, Clock, X, type LucideIcon } from "lucide-react";
import { useMessages, type Messages } from "../messages";
import { Button } from "../ui/Button";
import { cx } from "../ui/cx";
import { useDownloads } from "./context";
import styles from "./DownloadItem.module.css";
import { secondsLeft, shareOf, type Download, type DownloadState } from "./downloads";
import { problemText } from "./problemText";
import { chooseFile, saveFile } from "./sink";
import { mediaTypes } from "./rowCounter";

const icons: Record<DownloadState, LucideIcon | null> = {
  waiting: Clock,
  running: null,
  complete: Check,
  failed: CircleAlert,
  canceled: X,
};

type DownloadItemProps = {
  download: Download;
  /** When it began, in the list; the dialog that began it shows it alone. */
  when?: string;
};

/** One download: what was asked, how far it is or how it ended, and what can be done. */
export function DownloadItem({ download, when }: DownloadItemProps) {
  const messages = useMessages();
  const words = messages.downloads;
  const { request, state } = download;
  const Icon = icons[state];
  const share = shareOf(download);
  return (
    <article className={styles.item} aria-label={request.fileName}>
      <header className={styles.header}>
        <strong className={styles.file}>{request.fileName}</strong>
        <span className={cx(styles.state, state === "failed" && styles.failed)}>
          {Icon && <Icon size={14} aria-hidden />}
          {words.states[state]}
          {state === "running" && ` ${words.percent(share)}`}
        </span>
      </header>
      <p className={styles.question}>
        {[request.question || words.everything, request.period, request.zone, when]
          .filter((part) => part !== undefined)
          .join(" · ")}
      </p>
      {(state === "running" || state === "waiting") && (
        <progress className={styles.bar} value={share} max={1} aria-label={request.fileName} />
      )}
      <ul className={styles.facts}>
        {factsOf(download, messages).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <Actions download={download} listed={when !== undefined} />
    </article>
  );
}

function Actions({ download, listed }: { download: Download; listed: boolean }) {
  const words = useMessages().downloads;
  const downloads = useDownloads();
  const { id, state, request, file, target } = download;
  const open = state === "running" || state === "waiting";
  const name = (action: string) => ({ "aria-label": words.named(action, request.fileName) });

  const again = async () => {
    // What was chosen for a file that broke is gone with it.
    const chosen =
      target && (await chooseFile(request.fileName, mediaTypes[request.format]).catch(() => null));
    if (target && !chosen) return;
    downloads.again(id, chosen);
  };

  return (
    <div className={styles.actions}>
      {open && (
        <Button {...name(words.cancel)} onPress={() => downloads.cancel(id)}>
          {words.cancel}
        </Button>
      )}
      {file && (
        <Button {...name(words.save)} onPress={() => saveFile(file, request.fileName)}>
          {words.save}
        </Button>
      )}
      {!open && !file && (
        <Button {...name(words.again)} onPress={() => void again()}>
          {words.again}
        </Button>
      )}
      {listed && (
        <Link className={styles.link} to="/" search={request.state}>
          {words.open}
        </Link>
      )}
      {listed && !open && (
        <Button look="text" {...name(words.remove)} onPress={() => downloads.remove(id)}>
          {words.remove}
        </Button>
      )}
    </div>
  );
}

/** What there is to say of a download, in its order of interest. */
function factsOf(download: Download, messages: Messages): string[] {
  const words = messages.downloads;
  const { state, rows, bytes, expected, rowsPerSecond, missingDays, started, ended } = download;
  const seconds = ((ended ?? started) - started) / 1000;
  const left = secondsLeft(download);
  const without = missingDays === "" ? [] : [words.without(missingDays)];
  switch (state) {
    case "waiting":
      return [words.progress(0, expected), words.waits];
    case "running":
      return [
        words.progress(rows, expected),
        words.size(bytes),
        ...(rowsPerSecond === null ? [] : [words.rate(rowsPerSecond)]),
        ...(left === null ? [] : [words.left(left)]),
        ...without,
      ];
    case "complete":
      return [
        words.complete(rows),
        words.size(bytes),
        words.took(seconds),
        ...(download.target ? [words.written] : []),
        ...without,
      ];
    case "canceled":
      return [words.canceled(rows, expected)];
    case "failed":
      return [problemText(messages, download.problem)];
  }
}
