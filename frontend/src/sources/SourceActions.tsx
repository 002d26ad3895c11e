import type { Source, SourceAction } from "../api/sources";
import { ApiError } from "../api/errors";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import styles from "./SourceActions.module.css";
import { useChangeSource } from "./useSources";
import { useWords } from "./words";

/** Runs a source now, lets it rest, and ends the rest; where the server says no, its reason. */
export function SourceActions({ source: { id, kind, state }, name }: { source: Source; name: string }) {
  const messages = useMessages();
  const words = useWords();
  const change = useChangeSource(id);
  const action = (label: string, does: SourceAction) => (
    <Button
      aria-label={words.named(label, name)}
      isDisabled={change.isPending}
      onPress={() => change.mutate(does)}
    >
      {label}
    </Button>
  );
  const reason =
    change.error instanceof ApiError && change.error.status === 409
      ? words.refusal(change.error.code, change.error.message)
      : errorText(messages, change.error);
  return (
    <div className={styles.actions}>
      {state === "waiting" && action(kind === "folder" ? words.look : words.run, "run")}
      {state === "paused" ? action(words.resume, "resume") : action(words.pause, "pause")}
      {change.error && (
        <p className={styles.refused} role="alert">
          {words.refused(reason)}
        </p>
      )}
    </div>
  );
}
