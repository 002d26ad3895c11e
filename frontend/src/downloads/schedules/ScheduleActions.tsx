import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Schedule } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { Opener } from "../../ui/Opener";
import styles from "../DownloadActions.module.css";
import { ScheduleForm } from "./parts";
import { useDeleteSchedule, usePauseSchedule, useRunSchedule } from "./useSchedules";
import { useWords } from "./words";

type ScheduleActionsProps = { schedule: Schedule; onDeleted: () => void };

/** What can be done with a schedule. */
export function ScheduleActions({ schedule, onDeleted }: ScheduleActionsProps) {
  const messages = useMessages();
  const words = useWords();
  const navigate = useNavigate();
  const { id, paused } = schedule;
  const pausing = usePauseSchedule(id);
  const running = useRunSchedule(id);
  const deleting = useDeleteSchedule(id, onDeleted);
  const [asked, setAsked] = useState(false);
  const name = (action: string) => ({ "aria-label": words.named(action, schedule.name) });
  const toggle = paused ? words.resume : words.pause;
  const error = pausing.error ?? running.error ?? deleting.error;
  const run = () =>
    running.mutate(undefined, {
      onSuccess: (download) => void navigate({ to: "/log-download", hash: download.id }),
    });
  return (
    <>
      <div className={styles.actions}>
        <Button look="text" {...name(words.run)} isDisabled={running.isPending} onPress={run}>
          {words.run}
        </Button>
        <Button
          look="text"
          {...name(toggle)}
          isDisabled={pausing.isPending}
          onPress={() => pausing.mutate(!paused)}
        >
          {toggle}
        </Button>
        <Opener
          title={words.editTitle}
          as="middle"
          button={(opens) => (
            <Button {...opens} look="text" {...name(words.edit)}>
              {words.edit}
            </Button>
          )}
        >
          {(close) => <ScheduleForm schedule={schedule} onDone={close} />}
        </Opener>
        {!asked ? (
          <Button look="text" {...name(words.delete)} onPress={() => setAsked(true)}>
            {words.delete}
          </Button>
        ) : (
          <div className={styles.confirm} role="group" {...name(words.delete)}>
            <span>{words.confirm}</span>
            <Button
              className={styles.danger}
              isDisabled={deleting.isPending}
              onPress={() => deleting.mutate()}
              autoFocus
            >
              {words.delete}
            </Button>
            <Button onPress={() => setAsked(false)}>{words.keep}</Button>
          </div>
        )}
      </div>
      {error && <Notice kind="failure">{errorText(messages, error)}</Notice>}
    </>
  );
}
