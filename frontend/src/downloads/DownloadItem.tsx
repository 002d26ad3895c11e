import { Check, CircleAlert, Clock, LoaderCircle, X, type LucideIcon } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { filePath } from "../api/client";
import { isOpen, type Export, type ExportState } from "../api/schema";
import { CopyButton } from "../explorer/detail/CopyButton";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { useSession } from "../session/session";
import { timeFormat } from "../time/format";
import { useRelativeTime } from "../time/useRelativeTime";
import { ButtonLink } from "../ui/ButtonLink";
import { cx } from "../ui/cx";
import { refusalText } from "../ui/errorText";
import { periodOf, stateOf } from "./asked";
import { Conditions } from "./Conditions";
import { DownloadActions } from "./DownloadActions";
import { DownloadDetails } from "./DownloadDetails";
import styles from "./DownloadItem.module.css";
import { shareOf } from "./summary";

const icons: Record<ExportState, LucideIcon> = {
  queued: Clock,
  running: LoaderCircle,
  ready: Check,
  failed: CircleAlert,
  canceled: X,
};

type DownloadItemProps = {
  download: Export;
  /** It was just gone to. */
  marked: boolean;
  /** It is deleted, and about to leave the list with the focus in it. */
  onDeleted: (id: string) => void;
};

/** One download: what was asked, how far it is or how it ended, and what can be done. Drawn anew only when it changes. */
export const DownloadItem = memo(function DownloadItem({ download, marked, onDeleted }: DownloadItemProps) {
  const messages = useMessages();
  const words = messages.downloads;
  const { name, retention_days } = useSession();
  const times = timeFormat(messages.timeLocale, useOwnZone());
  const { id, state, file, owner, created, code, why } = download;
  const Icon = icons[state];
  const share = shareOf(download);
  const [unfolded, setUnfolded] = useState(false);
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!marked) return;
    article.current?.focus({ preventScroll: true });
    article.current?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  return (
    <article
      ref={article}
      tabIndex={-1}
      className={cx(styles.item, marked && styles.marked)}
      aria-label={file}
      data-download={id}
    >
      <p className={cx(styles.state, styles[state])}>
        <Icon size={16} aria-hidden />
        <span>
          {words.states[state]}
          {state === "running" && <span className={styles.percent}> {words.percent(share)}</span>}
        </span>
      </p>
      <div className={styles.about}>
        <header className={styles.header}>
          <h2 className={styles.file}>{file}</h2>
          <p className={styles.when}>
            {[owner !== name && owner, times.dayAndMinute(new Date(created))].filter(Boolean).join(" · ")}
          </p>
        </header>
        <div className={styles.asked}>
          <Conditions state={stateOf(download)} />
          <p className={styles.period}>
            {messages.period.inZone(periodOf(download, retention_days, messages), download.time_zone)}
          </p>
        </div>
        {isOpen(state) && (
          <progress className={styles.bar} value={share} max={1} aria-label={words.progressOf(file)} />
        )}
        {state === "failed" && (
          <p className={styles.why}>{refusalText(messages, { code, message: why, field: "" })}</p>
        )}
        <Facts download={download} />
        <DownloadActions
          download={download}
          isOpen={unfolded}
          onToggle={() => setUnfolded(!unfolded)}
          onCanceled={() => article.current?.focus()}
          onDeleted={onDeleted}
        />
        {unfolded && <DownloadDetails download={download} />}
      </div>
      {state === "ready" && (
        <ButtonLink
          look="primary"
          className={styles.fetch}
          href={filePath(id)}
          download={file}
          aria-label={words.named(words.download, file)}
        >
          {words.download}
        </ButtonLink>
      )}
    </article>
  );
});

/** Rows, size, expiry, proof: what there is to say of how it stands. */
function Facts({ download }: { download: Export }) {
  const words = useMessages().downloads;
  const { state, rows_written, rows_expected, bytes, parts, since, schedule } = download;
  const { missing_days, sha256, expires_at } = download;
  return (
    <ul className={styles.facts}>
      <li>{state === "ready" ? words.rows(rows_written) : words.progress(rows_written, rows_expected)}</li>
      {bytes !== undefined && <li>{words.size(bytes)}</li>}
      {parts > 1 && <li>{words.parts(parts)}</li>}
      {since !== undefined && <li>{words.onlyNew}</li>}
      {schedule && <li>{words.bySchedule(schedule.name)}</li>}
      {missing_days.length > 0 && <li>{words.without(missing_days.join(", "))}</li>}
      {expires_at !== undefined && (
        <li>
          <Expiry at={expires_at} />
        </li>
      )}
      {sha256 !== "" && (
        <li className={styles.hash}>
          <span title={sha256}>{words.hash(sha256.slice(0, 8))}</span>
          <CopyButton label={words.copyHash} text={sha256} look="sign" />
        </li>
      )}
    </ul>
  );
}

function Expiry({ at }: { at: string }) {
  const messages = useMessages();
  const date = new Date(at);
  const when = useRelativeTime(messages.timeLocale, date);
  const { full } = timeFormat(messages.timeLocale, useOwnZone());
  return (
    <time dateTime={at} title={full(date)}>
      {messages.downloads.expires(when)}
    </time>
  );
}
