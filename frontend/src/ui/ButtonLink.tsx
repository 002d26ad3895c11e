import type { AnchorHTMLAttributes } from "react";
import styles from "./Button.module.css";
import { cx } from "./cx";

type ButtonLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { look?: "outlined" | "primary" | "text" };

/** A link that looks like a button: what the browser itself fetches. */
export function ButtonLink({ look = "outlined", className, ...props }: ButtonLinkProps) {
  return <a {...props} className={cx(styles.button, styles[look], className)} />;
}
