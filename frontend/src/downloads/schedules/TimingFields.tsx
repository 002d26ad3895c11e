import { useMessages } from "../../messages";
import { useOwnZone } from "../../session/ownZone";
import { useSession } from "../../session/session";
import { Choice } from "../FileFields";
import fields from "../FileFields.module.css";
import { weekday, type Timing } from "./plan";
import styles from "./ScheduleForm.module.css";
import { useWords } from "./words";

type TimingFieldsProps = { timing: Timing; onChange: (change: Partial<Timing>) => void };

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

/** When a schedule runs. */
export function TimingFields({ timing: { every, on, at, tz }, onChange }: TimingFieldsProps) {
  const words = useWords();
  const { timeLocale } = useMessages();
  const { time_zone } = useSession();
  const zones = [...new Set([tz, useOwnZone(), time_zone, "UTC"])];
  const days = upTo(every === "week" ? 7 : 28);
  return (
    <div className={styles.four}>
      <Choice
        label={words.every}
        value={every}
        of={[
          ["week", words.week],
          ["month", words.month],
        ]}
        onChange={(chosen) => onChange({ every: chosen, on: 1 })}
      />
      <Choice
        label={words.on}
        value={String(on)}
        of={days.map((day) => [String(day), every === "week" ? weekday(day, timeLocale) : words.day(day)])}
        onChange={(day) => onChange({ on: Number(day) })}
      />
      <label className={fields.choice}>
        <span className={fields.label}>{words.at}</span>
        <input
          type="time"
          required
          className={fields.select}
          value={at}
          onChange={({ target }) => onChange({ at: target.value.slice(0, 5) })}
        />
      </label>
      <Choice
        label={words.zone}
        value={tz}
        of={zones.map((zone) => [zone, zone])}
        onChange={(zone) => onChange({ tz: zone })}
      />
    </div>
  );
}
