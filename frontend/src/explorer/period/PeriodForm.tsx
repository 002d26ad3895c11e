import { useState } from "react";
import { useMessages } from "../../messages";
import { keepZone } from "../../session/ownZone";
import { useSession } from "../../session/session";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { presetOf, presets, type Period } from "./period";
import styles from "./PeriodForm.module.css";
import { RangeForm } from "./RangeForm";
import { TypedPeriod } from "./TypedPeriod";
import { ZonePicker } from "./ZonePicker";

/** Common periods at once, any other in words or by two minutes, and the zone in which all times are read. */
export default function PeriodForm({ onDone }: { onDone: () => void }) {
  const messages = useMessages();
  const words = messages.period;
  const { state, change, zone } = useExplorer();
  const { retention_days, time_zone } = useSession();
  const [opened] = useState(() => new Date());
  const choose = (period: Period) => {
    change({ from: period.from, to: period.to });
    onDone();
  };
  const everything: Period = { from: null, to: null };
  const chosen = presetOf(state)?.name ?? (state.from === null && state.to === null ? "everything" : "");
  const choices = [
    ...presets.map((preset) => ({
      name: preset.name,
      label: words.presets[preset.name],
      period: preset,
    })),
    { name: "everything", label: words.everything(retention_days), period: everything },
  ];
  return (
    <div className={styles.form}>
      <ul className={styles.presets} aria-label={words.common}>
        {choices.map(({ name, label, period }) => (
          <li key={name}>
            <button
              type="button"
              className={cx(styles.preset)}
              aria-pressed={name === chosen}
              onClick={() => choose(period)}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.exact}>
        <TypedPeriod now={opened} onApply={choose} />
        <RangeForm key={zone} now={opened} onApply={choose} />
        <ZonePicker
          zone={zone}
          serverZone={time_zone}
          onChange={(next) => {
            keepZone(next);
            change({ tz: next });
          }}
        />
      </div>
    </div>
  );
}
