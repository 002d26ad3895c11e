import { Link } from "@tanstack/react-router";
import { CirclePause } from "lucide-react";
import type { Export, Schedule } from "../../api/schema";
import { useMessages } from "../../messages";
import { periodName } from "../../explorer/period/period";
import { useSession } from "../../session/session";
import { timeFormat } from "../../time/format";
import { refusalText } from "../../ui/errorText";
import { knownZone } from "../asked";
import { Conditions } from "../Conditions";
import { stateOf, whenText } from "./plan";
import { ScheduleActions } from "./ScheduleActions";
import styles from "./ScheduleItem.module.css";
import { useWords } from "./words";

type ScheduleItemProps = {
  schedule: Schedule;
  /** What it requested last, where that is still in the list. */
  download: Export | undefined;
  /** It is deleted, and about to leave the list with the focus in it. */
  onDeleted: () => void;
};

/** One schedule: when it runs, what it asks, how it went last, and what can be done. */
export function ScheduleItem({ schedule, download, onDeleted }: ScheduleItemProps) {
  const messages = useMessages();
  const words = useWords();
  const { name, retention_days } = useSession();
  const { tz, period, every, paused, next_run, last_error } = schedule;
  const zone = knownZone(tz);
  const times = timeFormat(messages.timeLocale, zone);
  const at = (time: string) => times.dayAndMinute(new Date(time));
  const state = stateOf(schedule);
  const of =
    period === "asked" ? periodName(state, retention_days, messages, times) : words.periods[every][period];
  return (
    <article className={styles.item} aria-label={schedule.name}>
      <header className={styles.header}>
        <h3 className={styles.name}>
          <bdi>{schedule.name}</bdi>
        </h3>
        {schedule.owner !== name && <p className={styles.soft}>{schedule.owner}</p>}
      </header>
      <p className={styles.soft}>{[whenText(schedule, words, messages.timeLocale), of, tz].join(" · ")}</p>
      <Conditions state={state} />
      <ul className={styles.facts}>
        {paused && (
          <li className={styles.paused}>
            <CirclePause size={14} aria-hidden />
            {words.paused}
          </li>
        )}
        {next_run !== null && <li>{words.next(at(next_run))}</li>}
        <LastRun schedule={schedule} download={download} at={at} />
      </ul>
      {last_error && (
        <p className={styles.trouble}>
          {words.trouble(at(last_error.at), refusalText(messages, { ...last_error, field: "" }))}
        </p>
      )}
      <ScheduleActions schedule={schedule} onDeleted={onDeleted} />
    </article>
  );
}

type LastRunProps = Pick<ScheduleItemProps, "schedule" | "download"> & { at: (time: string) => string };

function LastRun({ schedule: { last_run }, download, at }: LastRunProps) {
  const words = useWords();
  const { downloads } = useMessages();
  if (!last_run) return <li>{words.never}</li>;
  // The list of downloads is asked for more often than that of the schedules.
  const { state, rows } = download ? { state: download.state, rows: download.rows_written } : last_run;
  const said = words.rows(downloads.states[state], rows);
  return (
    <li>
      {words.last} {at(last_run.at)},{" "}
      {download ? (
        <Link className={styles.link} to="/log-download" hash={download.id}>
          {said}
        </Link>
      ) : (
        said
      )}
    </li>
  );
}
