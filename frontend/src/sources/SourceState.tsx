import { CircleDot, Clock, Pause, Play } from "lucide-react";
import type { Source } from "../api/sources";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { timeFormat, type TimeFormat } from "../time/format";
import { cx } from "../ui/cx";
import styles from "./SourceState.module.css";
import { useWords, type SourcesWords } from "./words";

const icons: Record<string, typeof Clock> = {
  waiting: Clock,
  running: Play,
  paused: Pause,
  listening: CircleDot,
};

/** What a source does now, and of what it asks for. */
export function SourceState({ source }: { source: Source }) {
  const words = useWords();
  const times = timeFormat(useMessages().timeLocale, useOwnZone());
  const { state, window } = source;
  const Icon = icons[state];
  return (
    <p className={cx(styles.state, state === "running" && styles.running)} role="status">
      {Icon && <Icon size={14} aria-hidden />}
      <span>
        {stateText(source, words, times)}
        {window && (
          <span className={styles.window}>
            {" · "}
            {words.asksFor(times.span(new Date(window.from), new Date(window.to)))}
          </span>
        )}
      </span>
    </p>
  );
}

function stateText({ kind, state, next_run }: Source, words: SourcesWords, times: TimeFormat): string {
  switch (state) {
    case "waiting":
      if (kind === "folder") return words.watching; // it looks every few seconds
      return next_run === null || Date.parse(next_run) <= Date.now()
        ? words.due
        : words.waitingUntil(momentText(new Date(next_run), times));
    case "running":
      return words.running;
    case "paused":
      return words.paused;
    case "listening":
      return words.listening;
    default:
      return state; // of a later server
  }
}

/** The minute alone where it is of today. */
function momentText(at: Date, times: TimeFormat): string {
  return times.dayKey(at) === times.dayKey(new Date()) ? times.minute(at) : times.dayAndMinute(at);
}
