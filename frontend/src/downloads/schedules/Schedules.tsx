import { CalendarClock, Plus } from "lucide-react";
import { useRef } from "react";
import type { Export } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { Opener } from "../../ui/Opener";
import { ScheduleItem } from "./ScheduleItem";
import { ScheduleForm } from "./parts";
import styles from "./Schedules.module.css";
import { useSchedules } from "./useSchedules";
import { useWords } from "./words";

/** The scheduled downloads, and the way to a new one. */
export function Schedules({ downloads }: { downloads: readonly Export[] }) {
  const messages = useMessages();
  const words = useWords();
  const { data: schedules = [], error, refetch } = useSchedules();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className={styles.schedules} aria-label={words.title}>
      <header className={styles.header}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          <CalendarClock size={16} aria-hidden />
          {words.title}
        </h2>
        <Opener
          title={words.addTitle}
          as="middle"
          button={(opens) => (
            <Button {...opens} look="text">
              <Plus size={14} aria-hidden />
              {words.add}
            </Button>
          )}
        >
          {(close) => <ScheduleForm onDone={close} />}
        </Opener>
      </header>
      {error && (
        <Notice
          kind="failure"
          actions={<Button onPress={() => void refetch()}>{messages.errors.retry}</Button>}
        >
          {errorText(messages, error)}
        </Notice>
      )}
      {schedules.length > 0 && (
        <ul className={styles.list} aria-label={words.title}>
          {schedules.map((schedule) => (
            <li key={schedule.id} className={styles.entry}>
              <ScheduleItem
                schedule={schedule}
                download={downloads.find(({ id }) => id === schedule.last_run?.download)}
                onDeleted={() => heading.current?.focus()}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
