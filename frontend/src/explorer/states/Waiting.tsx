import { useEffect, useState } from "react";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import styles from "./Waiting.module.css";

/** Shorter waits are none; a sign that comes and goes would only flicker. In ms. */
const patience = 300;

/** How long the answer has been awaited, once it is worth saying, and the way to give up. Give it a key per question. */
export function Waiting({ onCancel }: { onCancel: () => void }) {
  const words = useMessages().states;
  const [waited, setWaited] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setWaited(performance.now() - start), 100);
    return () => clearInterval(timer);
  }, []);
  if (waited < patience) return null;
  return (
    <div className={styles.waiting}>
      <span className={styles.waited} aria-hidden>
        {words.waited(waited / 1000)}
      </span>
      <Button look="text" className={styles.cancel} aria-label={words.cancelSearch} onPress={onCancel}>
        {words.cancel}
      </Button>
    </div>
  );
}
