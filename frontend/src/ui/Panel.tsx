import { X } from "lucide-react";
import { type ReactNode } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Popover } from "react-aria-components/Popover";
import { useMessages } from "../messages";
import { Button } from "./Button";
import { cx } from "./cx";
import styles from "./Panel.module.css";
import { usePhone } from "./useMediaQuery";

type SheetProps = {
  title: string;
  side: "bottom" | "full" | "left";
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: (close: () => void) => ReactNode;
};

/** A modal sheet over the page, with its title and a way to close it. */
export function Sheet({ title, side, isOpen, onOpenChange, children }: SheetProps) {
  const messages = useMessages();
  return (
    <ModalOverlay
      className={cx(styles.overlay, styles[`overlay-${side}`])}
      isDismissable
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Modal className={cx(styles.sheet, styles[side])}>
        <Dialog className={cx(styles.dialog)}>
          {({ close }) => (
            <>
              <div className={styles.header}>
                <Heading slot="title" className={cx(styles.title)}>
                  {title}
                </Heading>
                <Button look="plain" shape="square" aria-label={messages.advanced.close} onPress={close}>
                  <X size={20} aria-hidden />
                </Button>
              </div>
              <div className={styles.content}>{children(close)}</div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

type PanelProps = {
  title: string;
  /** Which edge of its button a popover keeps to. */
  placement?: "bottom start" | "bottom end";
  children: (close: () => void) => ReactNode;
};

/** What a DialogTrigger opens: a popover beside its button, or on a phone a sheet. */
export function Panel({ title, placement = "bottom start", children }: PanelProps) {
  const phone = usePhone();
  if (phone) {
    return (
      <Sheet title={title} side="bottom">
        {children}
      </Sheet>
    );
  }
  return (
    <Popover className={cx(styles.popover)} placement={placement} offset={6}>
      <Dialog className={cx(styles.dialog)} aria-label={title}>
        {({ close }) => <div className={styles.content}>{children(close)}</div>}
      </Dialog>
    </Popover>
  );
}
