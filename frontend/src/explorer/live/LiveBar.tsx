import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import type { AuditEvent } from "../../api/schema";
import type { TailState } from "../../api/tail";
import { useMessages, type Messages } from "../../messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { refusalText } from "../../ui/errorText";
import { useShortcut } from "../../ui/useShortcut";
import { eventsOf } from "./buffer";
import styles from "./Live.module.css";
import type { Live } from "./useLive";

type LiveBarProps = {
  live: Live;
  /** What the search found, which stands below the live rows. */
  stored: readonly AuditEvent[];
};

/** The state of the connection in words, how fast events come, and ways to stop and empty the list. */
export function LiveBar({ live, stored }: LiveBarProps) {
  const messages = useMessages();
  const words = messages.live;
  const { state, paused, setPaused } = live;
  const listed = listedOf(live, stored);
  const seconds = useSecondsUntil(state.kind === "reconnecting" ? state.retryAt : null);
  const rate = useEverySecond(live.rate);
  useShortcut((key, target) => {
    // Space presses what is in focus, where that can be pressed.
    const pressable = target?.closest("button, a, summary, [role=button], [role=switch], [role=checkbox]");
    if (key !== "p" && !(key === " " && !pressable)) return false;
    setPaused(!paused);
    return true;
  });
  const text = (left: number) => (paused ? words.paused : stateText(state, left, messages));
  return (
    <div className={styles.bar}>
      {/* The seconds run for the eye; said aloud is only that it changed. */}
      <span role="status" aria-label={words.status} className="visually-hidden">
        {text(0)}
      </span>
      <span className={cx(styles.state, styles[`is-${state.kind}`])} aria-hidden>
        {text(seconds)}
      </span>
      <span className={styles.rate}>{state.kind === "live" && words.rate(rate)}</span>
      <span className={styles.explain}>{words.explain}</span>
      <Button
        look="text"
        className={styles.button}
        aria-keyshortcuts="p Space"
        onPress={() => setPaused(!paused)}
      >
        {paused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
        {paused ? words.resume : words.pause}
      </Button>
      <Button
        look="text"
        className={styles.button}
        isDisabled={listed === 0}
        onPress={() => live.clear(listed)}
      >
        {words.clear}
      </Button>
    </div>
  );
}

/** How many events the list shows; what came live may have been found, too. */
function listedOf({ buffer }: Live, stored: readonly AuditEvent[]): number {
  const live = eventsOf({ rows: buffer.rows, held: [] });
  if (buffer.cleared !== null) return live.length;
  const known = new Set(live.map(({ id }) => id));
  return known.size + stored.filter(({ id }) => !known.has(id)).length;
}

function stateText(state: TailState, seconds: number, messages: Messages): string {
  const { live } = messages;
  switch (state.kind) {
    case "connecting":
      return live.connecting;
    case "live":
      return live.live;
    case "reconnecting":
      return state.why ? live.waits(refusalText(messages, state.why), seconds) : live.reconnecting(seconds);
    case "refused":
      return live.refused(refusalText(messages, state.why));
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

function useEverySecond(read: () => number): number {
  const [value, setValue] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setValue(read()), 1000);
    return () => clearInterval(timer);
  }, [read]);
  return value;
}
