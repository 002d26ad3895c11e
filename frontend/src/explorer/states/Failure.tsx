import { ApiError, isUnauthorized, OfflineError, UnexpectedAnswerError } from "../../api/errors";
import { useMessages, type Messages } from "../../messages";
import { useSessionEnd } from "../../session/session";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { useExplorer } from "../explorer";
import styles from "./Failure.module.css";
import { useRecovery } from "./useRecovery";

type FailureProps = {
  error: Error | null;
  trying: boolean;
  retry: () => void;
  /** When the server was last heard of, in ms; 0 is never. */
  heard: number;
};

/** What went wrong, what to do, and when the page tries again by itself. The rows below stay as they are. */
export function Failure({ error, trying, retry, heard }: FailureProps) {
  const messages = useMessages();
  const words = messages.states;
  const { times } = useExplorer();
  const [end, setEnd] = useSessionEnd();
  const seconds = useRecovery({ error, trying, retry });
  if (end !== "no" || (error && isUnauthorized(error))) {
    return (
      <Notice kind="failure" actions={<Button onPress={() => setEnd("asked")}>{words.logInAgain}</Button>}>
        {words.ended} {words.endedHelp}
      </Notice>
    );
  }
  if (!error) return null;
  const sentence = errorText(messages, error);
  const detail = error instanceof ApiError && !sentence.includes(error.message) ? error.message : "";
  const since = error instanceof OfflineError && heard > 0 ? words.heard(times.clock(new Date(heard))) : "";
  return (
    <Notice
      kind="failure"
      actions={
        mayHelp(error) && (
          <Button onPress={retry} isDisabled={trying}>
            {messages.errors.retry}
          </Button>
        )
      }
    >
      {[sentence, adviceFor(error, words), since].filter(Boolean).join(" ")}
      {/* Counting is not for those who listen: it would never end. */}
      {mayHelp(error) && (trying || seconds !== null) && (
        <span className={styles.next} aria-hidden>
          {trying || seconds === 0 ? words.trying : words.tryingIn(seconds ?? 0)}
        </span>
      )}
      {detail !== "" && <span className={styles.detail}>{words.server(detail)}</span>}
    </Notice>
  );
}

/** What a question is refused for stays what it is; only another question, or another person, can be answered. */
function mayHelp(error: Error): boolean {
  return !(error instanceof ApiError) || error.status >= 500 || error.status === 429;
}

function adviceFor(error: Error, words: Messages["states"]): string {
  if (error instanceof OfflineError || error instanceof UnexpectedAnswerError) return "";
  if (!(error instanceof ApiError)) return "";
  if (error.code === "timeout") return words.advice.timeout;
  switch (error.status) {
    case 400:
      return words.advice.question;
    case 403:
      return words.advice.forbidden;
    case 429:
      return words.advice.busy;
    case 500:
      return words.advice.broken;
    case 502:
    case 503:
    case 504:
      return words.advice.notNow;
    default:
      return "";
  }
}
