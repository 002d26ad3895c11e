/** What lies over the page. Loaded when it is first needed, see Opener.tsx: a third of React Aria's weight is here. */
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Popover } from "react-aria-components/Popover";
import { useMessages } from "../messages";
import { Button } from "./Button";
import { cx } from "./cx";
import styles from "./Overlay.module.css";
import { useLostEscape } from "./useLostEscape";

type OverlayProps = {
  title: string;
  onClose: () => void;
  children: (close: () => void) => ReactNode;
};

/** Where a sheet stands; in the middle, it fills a phone's screen. */
export type Side = "bottom" | "full" | "left" | "middle";

type SheetProps = OverlayProps & {
  side: Side;
  /** Beside the way to close it. */
  actions?: ReactNode;
};

/** A modal sheet over the page, with its title and a way to close it. */
export function SheetOverlay({ title, side, actions, onClose, children }: SheetProps) {
  const messages = useMessages();
  useLostEscape(onClose);
  return (
    <ModalOverlay
      className={cx(styles.overlay, styles[`overlay-${side}`])}
      isDismissable
      isOpen
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={cx(styles.sheet, styles[side])}>
        <Dialog className={cx(styles.dialog)}>
          {({ close }) => (
            <>
              <div className={styles.header}>
                <Heading slot="title" className={cx(styles.title)}>
                  {title}
                </Heading>
                <div className={styles.actions}>
                  {actions}
                  <Button look="plain" shape="square" aria-label={messages.advanced.close} onPress={close}>
                    <X size={20} aria-hidden />
                  </Button>
                </div>
              </div>
              <div className={styles.content}>{children(close)}</div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export type Placement = "bottom start" | "bottom end";

type PopoverProps = OverlayProps & { trigger: RefObject<Element | null>; placement: Placement };

/** A box beside the button that opened it. */
export function PopoverOverlay({ title, trigger, placement, onClose, children }: PopoverProps) {
  useLostEscape(onClose);
  return (
    <Popover
      className={cx(styles.popover)}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      triggerRef={trigger}
      placement={placement}
      offset={6}
    >
      <Dialog className={cx(styles.dialog)} aria-label={title}>
        {() => <div className={styles.content}>{children(onClose)}</div>}
      </Dialog>
    </Popover>
  );
}
