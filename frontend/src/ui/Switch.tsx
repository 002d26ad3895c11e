import type { ReactNode } from "react";
import styles from "./Switch.module.css";

type SwitchProps = {
  on: boolean;
  isDisabled?: boolean;
  onChange: (on: boolean) => void;
  /** What is switched: its name. */
  children: ReactNode;
};

/** Something that is on or off, and changes at once. */
export function Switch({ on, isDisabled = false, onChange, children }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      disabled={isDisabled}
      className={styles.switch}
      onClick={() => onChange(!on)}
    >
      <span className={styles.track} aria-hidden />
      {children}
    </button>
  );
}
