import { useRef, useState, type KeyboardEvent } from "react";
import type { Bucket } from "../../api/schema";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import styles from "./HourStrip.module.css";

const hourMS = 3_600_000;

type HourStripProps = {
  /** The hours of the day, 23 to 25 of them where clocks change. */
  buckets: readonly Bucket[];
  /** The time of the event whose hour is marked. */
  at: Date;
  onHour: (from: Date, to: Date) => void;
};

/** A day hour by hour, failures on top in red. Arrow keys move, Enter searches the hour. */
export function HourStrip({ buckets, at, onHour }: HourStripProps) {
  const words = useMessages().detail.day;
  const { times } = useExplorer();
  const list = useRef<HTMLOListElement>(null);
  const hours = buckets.map(({ start, count, failures }) => ({ from: new Date(start), count, failures }));
  const own = hours.findLastIndex(({ from }) => from <= at);
  const [moved, setMoved] = useState<number | null>(null);
  const tabbable = Math.min(moved ?? Math.max(0, own), hours.length - 1);
  const most = Math.max(1, ...hours.map(({ count }) => count));

  const onKeyDown = (event: KeyboardEvent) => {
    const places: Record<string, number> = {
      ArrowLeft: tabbable - 1,
      ArrowRight: tabbable + 1,
      Home: 0,
      End: hours.length - 1,
    };
    const wanted = places[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    const next = Math.min(hours.length - 1, Math.max(0, wanted));
    setMoved(next);
    list.current?.querySelectorAll("button")[next]?.focus();
  };

  return (
    <div className={styles.strip}>
      <ol
        ref={list}
        className={styles.hours}
        aria-label={words.hours(times.longDay(at))}
        onKeyDown={onKeyDown}
      >
        {hours.map(({ from, count, failures }, place) => {
          const label = words.hour(times.minute(from), count, failures);
          return (
            <li key={from.getTime()}>
              <button
                type="button"
                className={cx(styles.hour, place === own && styles.own)}
                tabIndex={place === tabbable ? 0 : -1}
                aria-label={label}
                title={label}
                onClick={() => onHour(from, hours[place + 1]?.from ?? new Date(from.getTime() + hourMS))}
              >
                <span className={styles.failures} style={{ height: `${(failures / most) * 100}%` }} />
                <span
                  className={styles.successes}
                  style={{ height: `${((count - failures) / most) * 100}%` }}
                />
              </button>
            </li>
          );
        })}
      </ol>
      <div className={styles.axis} aria-hidden>
        {[0, 6, 12, 18].map((place) => (
          <span key={place}>{hours[place] && times.minute(hours[place].from)}</span>
        ))}
      </div>
    </div>
  );
}
