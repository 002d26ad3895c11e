import { ChevronDown } from "lucide-react";
import { useMemo } from "react";
import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from "react-aria-components/ComboBox";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import { usePhone } from "../../ui/useMediaQuery";
import styles from "./ZonePicker.module.css";

type ZonePickerProps = { zone: string; serverZone: string; onChange: (zone: string) => void };

/** The zone in which days begin and times are shown, out of all that the browser knows. */
export function ZonePicker({ zone, serverZone, onChange }: ZonePickerProps) {
  const words = useMessages().period;
  const phone = usePhone();
  const zones = useMemo(() => {
    const device = new Intl.DateTimeFormat("en").resolvedOptions().timeZone;
    const all = new Set([serverZone, device, "UTC", zone, ...Intl.supportedValuesOf("timeZone")]);
    const label = (id: string) => {
      if (id === serverZone) return words.serverZone(id);
      return id === device ? words.deviceZone(id) : id;
    };
    return [...all].map((id) => ({ id, label: label(id) }));
  }, [serverZone, zone, words]);

  if (phone) {
    // A phone's own list of choices is better than any that a page can draw.
    return (
      <label className={styles.field}>
        <span className={styles.label}>{words.zone}</span>
        <select className={styles.input} value={zone} onChange={(event) => onChange(event.target.value)}>
          {zones.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <ComboBox
      className={cx(styles.field)}
      defaultItems={zones}
      defaultValue={zone}
      onChange={(key) => key !== null && onChange(String(key))}
      menuTrigger="focus"
      allowsEmptyCollection
    >
      <Label className={cx(styles.label)}>{words.zone}</Label>
      <div className={styles.control}>
        <Input className={cx(styles.input)} />
        <Button className={cx(styles.open)}>
          <ChevronDown size={14} aria-hidden />
        </Button>
      </div>
      <Text slot="description" className={cx(styles.help)}>
        {words.zoneHelp}
      </Text>
      <Popover className={cx(styles.popover)}>
        <ListBox<{ id: string; label: string }>
          className={cx(styles.list)}
          renderEmptyState={() => <span className={styles.empty}>{words.noZone}</span>}
        >
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.label} className={cx(styles.item)}>
              {item.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
