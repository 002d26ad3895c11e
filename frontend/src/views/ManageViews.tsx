import { useState } from "react";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Notice } from "../ui/Notice";
import styles from "./ManageViews.module.css";
import { useViews } from "./useViews";
import { ViewItem } from "./ViewItem";
import { byStar } from "./views";

/** All views: each opens, and shows what can be done to it. */
export default function ManageViews({ onOpen }: { onOpen: () => void }) {
  const messages = useMessages();
  const words = messages.views;
  const query = useViews();
  const [open, setOpen] = useState<string | null>(null);
  const [failure, setFailure] = useState("");
  return (
    <div className={styles.manage}>
      {query.error && (
        <Notice
          kind="failure"
          actions={<Button onPress={() => void query.refetch()}>{messages.errors.retry}</Button>}
        >
          {errorText(messages, query.error)}
        </Notice>
      )}
      {failure !== "" && <Notice kind="failure">{failure}</Notice>}
      {query.data?.length === 0 && <p className={styles.none}>{words.none}</p>}
      <ul aria-label={words.title}>
        {byStar(query.data ?? []).map((view) => (
          <ViewItem
            key={view.id}
            view={view}
            isOpen={open === view.id}
            onToggle={() => setOpen(open === view.id ? null : view.id)}
            onOpen={onOpen}
            onFailure={setFailure}
          />
        ))}
      </ul>
    </div>
  );
}
