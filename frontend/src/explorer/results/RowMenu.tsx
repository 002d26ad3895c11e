/** What can be done with a row, at the pointer or under its button. Loaded when first opened. */
import { useMemo, useState } from "react";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import type { AuditEvent } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { filterNames, type FilterName } from "../../state/search-state";
import { filterOf, filterValue } from "./actions";
import styles from "./RowMenu.module.css";
import type { Anchor } from "./useGrid";

export type RowAction =
  { kind: "open" | "link" | "json" | "row" } | { kind: "only" | "without"; name: FilterName; value: string };

type RowMenuProps = {
  /** The event; of a burst the first. */
  event: AuditEvent;
  /** What was done to many targets is not about any one of them. */
  burst: boolean;
  /** The column whose cell it was opened on: that value comes first, and alone. */
  column: string | null;
  anchor: Anchor;
  onAction: (action: RowAction) => void;
  onClose: () => void;
};

export default function RowMenu({ event, burst, column, anchor, onAction, onClose }: RowMenuProps) {
  const { table, fields, ...messages } = useMessages();
  // The popover measures its anchor, which must stand before.
  const [point, setPoint] = useState<HTMLSpanElement | null>(null);
  const trigger = useMemo(() => ({ current: point }), [point]);
  const own = filterOf(column);
  const values = (own ? [own] : filterNames)
    .map((name) => ({ name, value: filterValue(event, name) }))
    .filter(({ name, value }) => value !== "" && !(burst && name === "target"));
  const first = [
    { kind: "open", label: table.open, of: "both" },
    { kind: "link", label: table.copyLink, of: "event" },
    { kind: "json", label: table.copyJSON, of: "event" },
    { kind: "row", label: table.copyRow, of: "both" },
  ] as const;
  return (
    <>
      <span ref={setPoint} className={styles.point} style={{ left: anchor.x, top: anchor.y }} />
      <Popover
        aria-label={table.actions}
        className={styles.popover ?? ""}
        isOpen={point !== null}
        onOpenChange={(open) => !open && onClose()}
        triggerRef={trigger}
        placement="bottom start"
        offset={2}
      >
        <Menu aria-label={table.actions} className={styles.menu ?? ""} onClose={onClose}>
          <MenuSection className={styles.section ?? ""} aria-label={table.actions}>
            {first
              .filter(({ of }) => !burst || of === "both")
              .map(({ kind, label }) => (
                <MenuItem key={kind} className={styles.item ?? ""} onAction={() => onAction({ kind })}>
                  {label}
                </MenuItem>
              ))}
          </MenuSection>
          {(["only", "without"] as const).map((kind) => (
            <MenuSection key={kind} className={styles.section ?? ""}>
              <Header className={styles.header ?? ""}>{table[kind]}</Header>
              {values.map(({ name, value }) => (
                <MenuItem
                  key={name}
                  id={`${kind} ${name}`}
                  className={styles.item ?? ""}
                  textValue={`${fields[name]} ${value}`}
                  onAction={() => onAction({ kind, name, value })}
                >
                  <span className={styles.field}>{fields[name]}</span>
                  <span className={styles.value} dir="auto">
                    {valueLabel({ ...messages, table, fields }, name, value)}
                  </span>
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </>
  );
}
