import { useRef, useState, type ReactNode, type RefObject } from "react";
import type { Placement, Side } from "./Overlay";
import { part } from "./part";
import { usePhone } from "./useMediaQuery";

const overlay = () => import("./Overlay");
const SheetOverlay = part(() => overlay().then(({ SheetOverlay }) => SheetOverlay), { floating: true });
const PopoverOverlay = part(() => overlay().then(({ PopoverOverlay }) => PopoverOverlay), { floating: true });

/** What a button needs to open something; spread into ui/Button. */
export type Opens = {
  ref: RefObject<HTMLButtonElement | null>;
  onPress: () => void;
  "aria-haspopup": "dialog";
  "aria-expanded": boolean;
};

type OpenerProps = {
  title: string;
  button: (opens: Opens) => ReactNode;
  /** Where it stands: beside the button and on a phone as a sheet from below, or always as a sheet. */
  as?: Side | "panel";
  /** Which edge of its button a panel keeps to. */
  placement?: Placement;
  children: (close: () => void) => ReactNode;
};

/** A button and what it opens. Focus goes in, is held there, and comes back to the button. */
export function Opener({ title, button, as = "panel", placement = "bottom start", children }: OpenerProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const phone = usePhone();
  const close = () => setOpen(false);
  const side = as !== "panel" ? as : phone ? "bottom" : null;
  return (
    <>
      {button({
        ref: trigger,
        onPress: () => setOpen((now) => !now),
        "aria-haspopup": "dialog",
        "aria-expanded": open,
      })}
      {open && side && (
        <SheetOverlay title={title} side={side} onClose={close}>
          {children}
        </SheetOverlay>
      )}
      {open && !side && (
        <PopoverOverlay title={title} trigger={trigger} placement={placement} onClose={close}>
          {children}
        </PopoverOverlay>
      )}
    </>
  );
}

type SheetProps = {
  title: string;
  side: Side;
  actions?: ReactNode;
  onClose: () => void;
  children: (close: () => void) => ReactNode;
};

/** A sheet that is open as long as it is drawn. */
export function Sheet(props: SheetProps) {
  return <SheetOverlay {...props} />;
}
