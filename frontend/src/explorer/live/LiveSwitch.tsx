import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import type { TailState } from "../../api/tail";
import { useExplorer } from "../explorer";
import styles from "./Live.module.css";

/** Switches the live tail. A tail is newest first, so a screen that is not becomes so. */
export function LiveSwitch({ tail }: { tail: TailState }) {
  const words = useMessages().live;
  const { state, change } = useExplorer();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={state.live}
      className={styles.switch}
      onClick={() => change(state.live ? { live: false } : { live: true, sort: "-time" }, { replace: true })}
    >
      <span className={cx(styles.dot, state.live && styles[tail.kind])} aria-hidden />
      {words.switch}
    </button>
  );
}
