import { CalendarSearch, CircleMinus, CirclePlus } from "lucide-react";
import { useMessages, valueLabel } from "../../messages";
import type { FilterName, SearchState } from "../../state/search-state";
import { cx } from "../../ui/cx";
import { usePhone } from "../../ui/useMediaQuery";
import { useExplorer } from "../explorer";
import styles from "./FilterSigns.module.css";
import { isOnly, isWithout, onlyPatch, withoutPatch } from "./filters";

/** Beside a value: search for it alone, or for all but it. */
export function FilterSigns({ name, value }: { name: FilterName; value: string }) {
  const messages = useMessages();
  const words = messages.detail;
  const { state } = useExplorer();
  const apply = useApply();
  if (value === "") return null;
  const label = `${messages.fields[name] ?? name} ${shorten(valueLabel(messages, name, value))}`;
  const only = isOnly(state, name, value);
  const without = isWithout(state, name, value);
  return (
    <span className={styles.signs}>
      <button
        type="button"
        className={cx(styles.sign, only && styles.on)}
        aria-pressed={only}
        aria-label={words.only(label)}
        title={words.only(label)}
        onClick={() => apply(onlyPatch(state, name, value))}
      >
        <CirclePlus size={15} aria-hidden />
      </button>
      <button
        type="button"
        className={cx(styles.sign, without && styles.on)}
        aria-pressed={without}
        aria-label={words.without(label)}
        title={words.without(label)}
        onClick={() => apply(withoutPatch(state, name, value))}
      >
        <CircleMinus size={15} aria-hidden />
      </button>
    </span>
  );
}

/** Beside the date: search its day. */
export function DaySign({ at }: { at: Date }) {
  const words = useMessages().detail;
  const { times } = useExplorer();
  const apply = useApply();
  const day = times.dayKey(at);
  const label = words.onlyDay(times.longDay(at));
  return (
    <span className={styles.signs}>
      <button
        type="button"
        className={styles.sign}
        aria-label={label}
        title={label}
        onClick={() => apply({ from: day, to: day, live: false })}
      >
        <CalendarSearch size={15} aria-hidden />
      </button>
    </span>
  );
}

/** Changes the search. On a phone the event lies over it, so it makes way; Back brings it again. */
export function useApply(): (patch: Partial<SearchState>) => void {
  const { change } = useExplorer();
  const phone = usePhone();
  return (patch) => change(phone ? { ...patch, event: null } : patch);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
