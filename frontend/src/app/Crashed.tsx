import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import styles from "./Message.module.css";

/** What a screen shows that failed by a mistake of its own: a way out, and nothing lost. */
export function Crashed() {
  const { errors } = useMessages();
  return (
    <main className={styles.message} id="events" tabIndex={-1}>
      <div className={styles.says} role="alert">
        <h1>{errors.crashed}</h1>
        <p>{errors.crashedHelp}</p>
      </div>
      <div className={styles.actions}>
        <Button look="primary" onPress={() => window.location.assign("/")}>
          {errors.startOver}
        </Button>
        <Button onPress={() => window.location.reload()}>{errors.reload}</Button>
      </div>
    </main>
  );
}
