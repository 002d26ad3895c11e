import { Check, CircleAlert, CircleHelp, Clock, X } from "lucide-react";
import { useRef } from "react";
import { OfflineError } from "../../api/errors";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { ImportReport } from "../imports/ImportReport";
import { useWords } from "../words";
import { ColumnForm } from "./ColumnForm";
import { stateText } from "./stateText";
import styles from "./UploadItem.module.css";
import type { Upload } from "./uploads";
import { useUploads } from "./useUploads";

const icons = { waiting: Clock, asks: CircleHelp, canceled: X, failed: CircleAlert };

/** One file: how much of it is sent, then what became of it, or what has to be known first. */
export function UploadItem({ upload }: { upload: Upload }) {
  const words = useWords().imports;
  const { request, state, question, report } = upload;
  const item = useRef<HTMLElement>(null);
  const failed = state === "failed" || report?.state === "failed";
  // What was pressed is gone with the state that it was of; the focus is not.
  const stay = () => item.current?.focus();
  return (
    <article ref={item} className={styles.item} aria-label={request.file.name} tabIndex={-1}>
      <header className={styles.header}>
        <h3 className={styles.name}>{request.file.name}</h3>
        <span className={cx(styles.state, failed && styles.failed)}>
          <StateIcon upload={upload} />
          {stateText(upload, words)}
        </span>
        <RemoveButton upload={upload} />
      </header>
      {state === "sending" && <Progress upload={upload} />}
      <Failure upload={upload} />
      {state === "asks" && question && <ColumnForm upload={upload} question={question} onSent={stay} />}
      {report && <ImportReport report={report} />}
      <Actions upload={upload} onDone={stay} />
    </article>
  );
}

function Actions({ upload: { id, request, state, report }, onDone }: { upload: Upload; onDone: () => void }) {
  const words = useWords().imports;
  const uploads = useUploads();
  const open = state === "waiting" || state === "sending";
  const partly = state === "failed" || state === "canceled" || report?.state === "incomplete";
  const action = (label: string, does: (id: number) => void) => (
    <Button
      aria-label={words.named(label, request.file.name)}
      onPress={() => {
        does(id);
        onDone();
      }}
    >
      {label}
    </Button>
  );
  if (!open && !partly) return null;
  return (
    <div className={styles.actions}>
      {open && action(words.cancel, uploads.cancel)}
      {partly && action(words.again, uploads.again)}
    </div>
  );
}

function RemoveButton({ upload: { id, request, state } }: { upload: Upload }) {
  const words = useWords().imports;
  const uploads = useUploads();
  if (state === "waiting" || state === "sending") return null;
  return (
    <Button
      look="plain"
      shape="square"
      aria-label={words.named(words.remove, request.file.name)}
      onPress={() => uploads.remove(id)}
    >
      <X size={16} aria-hidden />
    </Button>
  );
}

function StateIcon({ upload: { state, report } }: { upload: Upload }) {
  if (state === "sending") return null;
  const Icon = state === "ended" ? (report?.state === "done" ? Check : CircleAlert) : icons[state];
  return <Icon size={14} aria-hidden />;
}

function Progress({ upload: { request, sentBytes, bytesPerSecond } }: { upload: Upload }) {
  const words = useWords().imports;
  const all = request.file.size;
  const sent = Math.min(sentBytes, all); // the count of what goes out may have more than the file
  return (
    <>
      <progress className={styles.bar} value={sent} max={Math.max(all, 1)} aria-label={request.file.name} />
      <p className={styles.progress}>
        {words.progress(sent, all)}
        {bytesPerSecond !== null && ` · ${words.rate(bytesPerSecond)}`}
      </p>
    </>
  );
}

/** Why there is no report, and what to do. */
function Failure({ upload: { state, problem } }: { upload: Upload }) {
  const messages = useMessages();
  const words = useWords().imports;
  if (state === "canceled") return <p className={styles.progress}>{words.canceledHelp}</p>;
  if (state !== "failed") return null;
  return (
    <Notice kind="failure">
      {problem instanceof OfflineError ? words.lost : errorText(messages, problem)}
    </Notice>
  );
}
