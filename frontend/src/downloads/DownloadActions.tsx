import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { receiptPath } from "../api/client";
import { requestAgain } from "../api/parameters";
import { isOpen, type Export } from "../api/schema";
import { useMessages } from "../messages";
import { useSession } from "../session/session";
import { Button } from "../ui/Button";
import { ButtonLink } from "../ui/ButtonLink";
import { cx } from "../ui/cx";
import { errorText } from "../ui/errorText";
import { Notice } from "../ui/Notice";
import { stateOf } from "./asked";
import styles from "./DownloadActions.module.css";
import { useWords } from "./schedules/words";
import { useCancelDownload, useDeleteDownload, useRequestDownload } from "./useDownloads";

type DownloadActionsProps = {
  download: Export;
  /** Its details are shown. */
  isOpen: boolean;
  onToggle: () => void;
  onCanceled: () => void;
  /** It is deleted, and about to leave the list. */
  onDeleted: (id: string) => void;
};

/** What can be done with a download, other than fetching its file. */
export function DownloadActions({
  download,
  isOpen: unfolded,
  onToggle,
  onCanceled,
  onDeleted,
}: DownloadActionsProps) {
  const messages = useMessages();
  const words = messages.downloads;
  const { details } = useWords();
  const navigate = useNavigate();
  const requesting = useRequestDownload();
  const canceling = useCancelDownload();
  const { id, state, file } = download;
  const name = (action: string) => ({ "aria-label": words.named(action, file) });
  const error = requesting.error ?? canceling.error;

  const own = download.owner === useSession().name;
  const request = (since: string | undefined) =>
    requesting.mutate(requestAgain(download, since), {
      onSuccess: (made) => void navigate({ to: "/log-download", hash: made.id }),
    });

  return (
    <>
      <div className={styles.actions}>
        {state === "ready" && (
          <ButtonLink
            look="text"
            href={receiptPath(id)}
            download={`${file}.receipt.json`}
            {...name(words.receipt)}
          >
            {words.receipt}
          </ButtonLink>
        )}
        {isOpen(state) ? (
          <Button
            key="cancel"
            look="text"
            {...name(words.cancel)}
            isDisabled={canceling.isPending}
            onPress={() => canceling.mutate(id, { onSuccess: onCanceled })}
          >
            {words.cancel}
          </Button>
        ) : (
          <Button
            key="again"
            look="text"
            {...name(words.again)}
            isDisabled={requesting.isPending}
            onPress={() => request(own ? download.since : undefined)}
          >
            {words.again}
          </Button>
        )}
        {own && state === "ready" && (
          <Button
            look="text"
            {...name(words.increment)}
            isDisabled={requesting.isPending}
            onPress={() => request(id)}
          >
            {words.increment}
          </Button>
        )}
        <Link className={styles.link} to="/" search={stateOf(download)} {...name(words.open)}>
          {words.open}
        </Link>
        {!isOpen(state) && <Delete download={download} onDeleted={onDeleted} />}
        <Button
          look="text"
          className={styles.toggle}
          aria-expanded={unfolded}
          {...name(details.title)}
          onPress={onToggle}
        >
          <ChevronRight size={14} aria-hidden className={cx(unfolded && styles.turned)} />
          {details.title}
        </Button>
      </div>
      {error && <Notice kind="failure">{errorText(messages, error)}</Notice>}
    </>
  );
}

/** Asks once before it deletes. */
function Delete({ download, onDeleted }: Pick<DownloadActionsProps, "download" | "onDeleted">) {
  const messages = useMessages();
  const words = messages.downloads;
  const deleting = useDeleteDownload(onDeleted);
  const [asked, setAsked] = useState(false);
  const { id, file, state } = download;
  if (!asked)
    return (
      <Button look="text" aria-label={words.named(words.delete, file)} onPress={() => setAsked(true)}>
        {words.delete}
      </Button>
    );
  return (
    <div className={styles.confirm} role="group" aria-label={words.named(words.delete, file)}>
      <span>{state === "ready" ? words.confirm : words.confirmEnded}</span>
      <Button
        className={styles.danger}
        isDisabled={deleting.isPending}
        onPress={() => deleting.mutate(id)}
        autoFocus
      >
        {words.delete}
      </Button>
      <Button onPress={() => setAsked(false)}>{words.keep}</Button>
      {deleting.error && <Notice kind="failure">{errorText(messages, deleting.error)}</Notice>}
    </div>
  );
}
