import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";
import type { AuditEvent } from "../../api/schema";
import { ApiError } from "../../api/errors";
import { useClient } from "../../app/client";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { Sheet } from "../../ui/Panel";
import { usePhone } from "../../ui/useMediaQuery";
import { useExplorer } from "../explorer";
import styles from "./Detail.module.css";
import { EventFields } from "./EventFields";

type DetailProps = {
  id: string;
  /** The event as the list has it, to show at once. */
  listed: AuditEvent | undefined;
};

/** One event in full: beside the table, or on a phone over it. */
export function Detail({ id, listed }: DetailProps) {
  const words = useMessages().detail;
  const phone = usePhone();
  const { change } = useExplorer();
  const close = () => change({ event: null });
  if (phone) {
    return (
      <Sheet title={words.label} side="full" isOpen onOpenChange={(open) => !open && close()}>
        {() => <Content id={id} listed={listed} />}
      </Sheet>
    );
  }
  return <SidePanel id={id} listed={listed} onClose={close} />;
}

function SidePanel({ id, listed, onClose }: DetailProps & { onClose: () => void }) {
  const words = useMessages().detail;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      const busy =
        event.target instanceof Element &&
        event.target.closest("input, textarea, [role=dialog], [role=slider]");
      if (!busy) onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose]);
  return (
    <aside className={styles.panel} aria-label={words.label}>
      <header className={styles.header}>
        <h2>{words.label}</h2>
        <Button look="plain" shape="square" aria-label={words.close} onPress={onClose}>
          <X size={16} aria-hidden />
        </Button>
      </header>
      <div className={styles.scroll}>
        <Content id={id} listed={listed} />
      </div>
    </aside>
  );
}

function Content({ id, listed }: DetailProps) {
  const messages = useMessages();
  const client = useClient();
  const query = useQuery({
    queryKey: ["event", id],
    queryFn: ({ signal }) => client.event(id, signal),
    staleTime: Infinity, // an event never changes
    ...(listed ? { placeholderData: listed } : {}),
  });
  if (query.data) return <EventFields event={query.data} />;
  if (query.isPending) return <p className={styles.loading}>{messages.detail.loading}</p>;
  const missing = query.error instanceof ApiError && query.error.status === 404;
  return (
    <div className={styles.problem}>
      <Notice
        kind={missing ? "info" : "failure"}
        actions={!missing && <Button onPress={() => void query.refetch()}>{messages.errors.retry}</Button>}
      >
        {missing ? messages.detail.notFound : errorText(messages, query.error)}
      </Notice>
    </div>
  );
}
