import { useState, type SubmitEvent } from "react";
import type { FileForm } from "../../api/parameters";
import type { Schedule } from "../../api/schema";
import { periodName } from "../../explorer/period/period";
import { useMessages } from "../../messages";
import { useOwnZone } from "../../session/ownZone";
import { useSession } from "../../session/session";
import type { SearchState } from "../../state/search-state";
import { timeFormat } from "../../time/format";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { TextInput } from "../../ui/TextInput";
import { useViews } from "../../views/useViews";
import { openView } from "../../views/views";
import { knownZone } from "../asked";
import { Choice, FileFields, Option } from "../FileFields";
import { formOf, movesAlong, planOf, stateOf, type Timing } from "./plan";
import styles from "./ScheduleForm.module.css";
import { TimingFields } from "./TimingFields";
import { useStoreSchedule } from "./useSchedules";
import { useWords } from "./words";

type ScheduleFormProps = {
  /** What the screen shows, where it is to be scheduled. */
  screen?: SearchState;
  /** The one that is to be changed. */
  schedule?: Schedule;
  onDone: () => void;
};

/** A search that a schedule can ask; its id is that of a saved view, if it is one. */
type Source = { key: string; label: string; id: string; state: SearchState };

const firstly: Timing = { every: "week", on: 1, at: "06:00", tz: "", period: "previous" };

/** Makes a schedule of a search, or changes one: when it runs, of which time the files are, and how they are written. */
export default function ScheduleForm({ screen, schedule, onDone }: ScheduleFormProps) {
  const messages = useMessages();
  const words = useWords();
  const own = useOwnZone();
  const { retention_days } = useSession();
  const storing = useStoreSchedule(schedule?.id);
  const sources = useSources(screen, schedule);
  const [chosen, setChosen] = useState("");
  const source = sources.find(({ key }) => key === chosen) ?? sources[0];
  const zoneOf = (from: Source | undefined) => from?.state.tz ?? own;

  const [name, setName] = useState<string | null>(schedule?.name ?? null);
  const [timing, setTiming] = useState<Timing>(schedule ?? { ...firstly, tz: "" });
  const [form, setForm] = useState<Partial<FileForm>>(schedule ? formOf(schedule) : {});
  const [empty, setEmpty] = useState(false);
  if (!source) return <p className={styles.form}>{words.noViews}</p>;

  // What was not chosen goes along with the search.
  const tz = timing.tz || zoneOf(source);
  const file: FileForm = { ...written, zone: tz, language: messages.locale, ...form };
  const shownName = name ?? (source.id === "" ? "" : source.label);
  const mayAsk = movesAlong(source.state);
  const period = timing.period === "asked" && !mayAsk ? "previous" : timing.period;
  const times = timeFormat(messages.timeLocale, knownZone(tz));
  const change = (part: Partial<Timing>) => setTiming({ ...timing, ...part });

  const submit = (submitted: SubmitEvent) => {
    submitted.preventDefault();
    const given = shownName.trim();
    setEmpty(given === "");
    if (given === "") return;
    const plan = planOf(given, { ...timing, tz, period }, source, file);
    storing.mutate(
      { ...plan, paused: schedule?.paused ?? false, partial: schedule?.partial ?? false },
      { onSuccess: onDone },
    );
  };

  return (
    <form className={styles.form} onSubmit={submit} aria-label={schedule ? words.editTitle : words.addTitle}>
      <div className={styles.pair}>
        <Choice
          label={words.search}
          value={source.key}
          of={sources.map(({ key, label }) => [key, label])}
          onChange={setChosen}
        />
        <TextInput
          label={words.name}
          value={shownName}
          problem={empty && shownName.trim() === "" ? words.noName : ""}
          onChange={setName}
          maxLength={120}
          autoComplete="off"
        />
      </div>
      <TimingFields timing={{ ...timing, tz }} onChange={change} />
      <fieldset className={styles.group}>
        <legend>{words.period}</legend>
        <Option
          type="radio"
          name="period"
          label={words.previous[timing.every]}
          checked={period === "previous"}
          onChange={() => change({ period: "previous" })}
        />
        <Option
          type="radio"
          name="period"
          label={words.sinceLast}
          help={words.sinceLastHelp}
          checked={period === "since_last"}
          onChange={() => change({ period: "since_last" })}
        />
        {mayAsk && (
          <Option
            type="radio"
            name="period"
            label={words.asked(periodName(source.state, retention_days, messages, times))}
            checked={period === "asked"}
            onChange={() => change({ period: "asked" })}
          />
        )}
      </fieldset>
      <FileFields form={file} onChange={(part) => setForm({ ...form, ...part })} zone={tz} />
      {storing.error && <Notice kind="failure">{errorText(messages, storing.error)}</Notice>}
      <Button type="submit" look="primary" isDisabled={storing.isPending} className={styles.submit}>
        {schedule ? words.save : words.create}
      </Button>
    </form>
  );
}

const written = { format: "csv", packing: "none", split: "none", safe: true } as const;

/** What can be scheduled: what the screen or the schedule has, and the saved views. */
function useSources(screen: SearchState | undefined, schedule: Schedule | undefined): Source[] {
  const words = useWords();
  const { data: views = [] } = useViews();
  return [
    ...(screen ? [{ key: "screen", label: words.ofScreen, id: screen.view ?? "", state: screen }] : []),
    ...(schedule
      ? [{ key: "before", label: words.asBefore, id: schedule.view, state: stateOf(schedule) }]
      : []),
    ...views.map((view) => ({ key: view.id, label: view.name, id: view.id, state: openView(view).state })),
  ];
}
