import { CalendarRange, ChevronDown } from "lucide-react";
import { useMessages } from "../../messages";
import { useSession } from "../../session/session";
import { Button } from "../../ui/Button";
import { Opener } from "../../ui/Opener";
import { part } from "../../ui/part";
import { useExplorer } from "../explorer";
import { periodName } from "./period";
import styles from "./PeriodPicker.module.css";

// Calendar, time fields and the list of zones are a third of the page's script, and not needed to read.
const PeriodForm = part(() => import("./PeriodForm").then((file) => file.default), {
  waiting: <div className={styles.loading} />,
});

/** The period and the zone in force, and the way to others. */
export function PeriodPicker({ compact = false }: { compact?: boolean }) {
  const messages = useMessages();
  const { state, zone, times } = useExplorer();
  const { retention_days } = useSession();
  const name = periodName(state, retention_days, messages, times);
  return (
    <Opener
      title={messages.period.label}
      button={(opens) => (
        <Button
          {...opens}
          aria-label={messages.period.button(name, zone)}
          className={compact ? styles.compact : undefined}
        >
          <CalendarRange size={16} aria-hidden />
          <span className={styles.name}>{compact ? messages.period.label : name}</span>
          {!compact && <span className={styles.zone}>{zone}</span>}
          {!compact && <ChevronDown size={14} aria-hidden />}
        </Button>
      )}
    >
      {(close) => <PeriodForm onDone={close} />}
    </Opener>
  );
}
