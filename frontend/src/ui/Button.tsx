import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { cx } from "./cx";
import styles from "./Button.module.css";

type ButtonProps = Omit<AriaButtonProps, "className" | "style" | "children"> & {
  look?: "plain" | "outlined" | "primary" | "text";
  /** An icon alone needs a name: give aria-label. */
  shape?: "wide" | "square";
  children: ReactNode;
  className?: string | undefined;
  ref?: Ref<HTMLButtonElement>;
};

/** Every button of the page. */
export function Button({ look = "outlined", shape = "wide", className, ...props }: ButtonProps) {
  return <AriaButton {...props} className={cx(styles.button, styles[look], styles[shape], className)} />;
}
