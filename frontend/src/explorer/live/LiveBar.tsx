import { useEffect, useState } from "react";
import type { TailState } from "../../api/tail";
import { useMessages, type Messages } from "../../messages";
import { cx } from "../../ui/cx";
import styles from "./Live.module.css";

/** The state of the connection in words, and what a tail shows. */
export function LiveBar({ state }: { state: TailState }) {
  const messages = useMessages();
  const seconds = useSecondsUntil(state.kind === "reconnecting" ? state.retryAt : null);
  return (
    <div className={styles.bar} role="status" aria-label={messages.live.status}>
      <span className={cx(styles.state, styles[`is-${state.kind}`])}>
        {stateText(state, seconds, messages)}
      </span>
      <span className={styles.explain}>{messages.live.explain}</span>
    </div>
  );
}

function stateText(state: TailState, seconds: number, { live }: Messages): string {
  switch (state.kind) {
    case "connecting":
      return live.connecting;
    case "live":
      return live.live;
    case "reconnecting":
      return live.reconnecting(seconds);
    case "refused":
      return live.refused(state.message);
  }
}

function useSecondsUntil(at: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [at]);
  return at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}
