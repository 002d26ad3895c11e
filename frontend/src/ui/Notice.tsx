import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import styles from "./Notice.module.css";

type NoticeProps = {
  kind: "info" | "warning" | "failure";
  /** Buttons at the end of the line. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A calm line across the page: something that the reader should know of what is shown. */
export function Notice({ kind, actions, children }: NoticeProps) {
  const Icon = kind === "info" ? Info : CircleAlert;
  return (
    <div className={cx(styles.notice, styles[kind])} role={kind === "failure" ? "alert" : "status"}>
      <Icon size={16} aria-hidden />
      <div className={styles.words}>{children}</div>
      {actions}
    </div>
  );
}
