import { useMessages } from "../messages";
import { Sheet } from "../ui/Opener";
import { part } from "../ui/part";
import { usePhone } from "../ui/useMediaQuery";
import styles from "./LogIn.module.css";
import { useSessionEnd } from "./session";

const TokenForm = part(() => import("./TokenForm").then((file) => file.TokenForm));

/** The log-in over what is open, when the session ended meanwhile. Closed, it waits until it is asked for. */
export function LogInAgain() {
  const messages = useMessages();
  const phone = usePhone();
  const [end, setEnd] = useSessionEnd();
  if (end !== "asked") return null;
  return (
    <Sheet title={messages.states.ended} side={phone ? "bottom" : "middle"} onClose={() => setEnd("put off")}>
      {() => (
        <div className={styles.again}>
          <p className={styles.explain}>{messages.states.endedHelp}</p>
          <TokenForm />
        </div>
      )}
    </Sheet>
  );
}
