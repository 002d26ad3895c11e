/** Parts of the page that are fetched when they are first needed, or before that, once there is nothing better to do. */
import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import { useMessages } from "../messages";
import { Button } from "./Button";
import { cx } from "./cx";
import { Notice } from "./Notice";
import styles from "./part.module.css";

const parts = new Set<() => Promise<unknown>>();

type Look = {
  /** What holds the part's place while it is fetched. */
  waiting?: ReactNode;
  /** The part lies over the page: so does the word that it could not be fetched. */
  floating?: boolean;
  /** Not fetched before somebody needs it. */
  late?: boolean;
};

/** A component out of a file of its own. Where the file can't be fetched it says so, and nothing else is lost. */
export function part<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { waiting = null, floating = false, late = false }: Look = {},
): (props: P) => ReactNode {
  let fetched: ComponentType<P> | null = null;
  const fetch = async () => (fetched ??= await load());
  if (!late) parts.add(fetch);
  return function Part(props: P) {
    const [Content, setContent] = useState(() => fetched);
    const [attempt, setAttempt] = useState(1);
    const [failed, setFailed] = useState(0);
    useEffect(() => {
      let gone = false;
      fetch().then(
        (content) => gone || setContent(() => content),
        () => gone || setFailed(attempt),
      );
      return () => void (gone = true);
    }, [attempt]);
    if (Content) return <Content {...props} />;
    if (failed === attempt) return <Failed floating={floating} onRetry={() => setAttempt(attempt + 1)} />;
    return waiting;
  };
}

function Failed({ floating, onRetry }: { floating: boolean; onRetry: () => void }) {
  const messages = useMessages();
  return (
    <div className={cx(floating && styles.floating)}>
      <Notice kind="failure" actions={<Button onPress={onRetry}>{messages.errors.retry}</Button>}>
        {messages.states.partMissing}
      </Notice>
    </div>
  );
}

/** Fetches all parts, one after the other and in no one's way, so that they open at once, and also while the server is away. */
export async function prepareParts(): Promise<void> {
  for (const fetch of parts) {
    try {
      await quiet();
      await fetch();
    } catch {
      return; // whoever opens it will hear of it
    }
  }
}

/** A moment in which the page has nothing to do, or a second later: whoever types goes first. */
function quiet(): Promise<unknown> {
  return new Promise((resolve) =>
    "requestIdleCallback" in window
      ? requestIdleCallback(resolve, { timeout: 1000 })
      : setTimeout(resolve, 50),
  );
}
