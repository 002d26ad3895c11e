import { useState, type ReactNode, type SubmitEvent } from "react";
import { exportAddress } from "../../api/parameters";
import type { Screen } from "../../api/schema";
import { useDownloads } from "../../downloads/context";
import { mediaTypes, type FileFormat } from "../../downloads/rowCounter";
import { chooseFile } from "../../downloads/sink";
import { languageNames, languages, useMessages, type Language } from "../../messages";
import { useSession } from "../../session/session";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { chipsOf } from "../conditions/chips";
import { useExplorer } from "../explorer";
import { periodName } from "../period/period";
import type { ScreenQuery } from "../useScreen";
import styles from "./DownloadDialog.module.css";
import { estimate, excelRows, fileNameOf } from "./estimate";

type DownloadFormProps = { query: ScreenQuery; screen: Screen; onStart: (id: number) => void };

const formats = ["csv", "ndjson"] as const;

/** What the file will be, before it begins: how many rows, about how large, about how long; then how it is written. */
export function DownloadForm({ query, screen, onStart }: DownloadFormProps) {
  const messages = useMessages();
  const words = messages.download;
  const { question, zone, state, times } = useExplorer();
  const { retention_days, time_zone } = useSession();
  const downloads = useDownloads();
  const [format, setFormat] = useState<FileFormat>("csv");
  const [fileZone, setFileZone] = useState(zone);
  const [language, setLanguage] = useState(messages.locale as Language);
  const [safe, setSafe] = useState(true);
  const [consent, setConsent] = useState(false);
  const [closed, setClosed] = useState(false);

  const { total, missing_days: missing } = screen;
  const exact = total.relation === "exact";
  const { bytes, seconds, toDisk, tooLarge } = estimate(total.value, query.events, {
    format,
    language,
    safe,
  });

  const submit = async (submitted: SubmitEvent) => {
    submitted.preventDefault();
    const fileName = fileNameOf(format, new Date(), format === "csv" ? fileZone : "UTC");
    let target: FileSystemFileHandle | null = null;
    if (toDisk) {
      try {
        target = await chooseFile(fileName, mediaTypes[format]);
      } catch {
        setClosed(true);
        return;
      }
      if (!target) return;
    }
    const conditions = chipsOf(state, screen.interpretation.chips, messages, times).map(({ label }) => label);
    const id = downloads.start(
      {
        address: exportAddress(question, {
          format,
          zone: fileZone,
          language,
          spreadsheetSafe: safe,
          partial: !exact,
          upTo: screen.seq,
        }),
        format,
        fileName,
        expected: total.value,
        question: conditions.join(" · ") || state.q.trim(),
        period: periodName(state, retention_days, messages, times),
        zone: format === "csv" ? fileZone : "UTC",
        state: { ...state, event: null, live: false },
      },
      target,
    );
    onStart(id);
  };

  return (
    <form className={styles.dialog} onSubmit={(submitted) => void submit(submitted)}>
      <p className={styles.facts}>
        <strong>{words.rows(total.value, exact)}</strong>
        {bytes !== null && <span>{words.size(bytes)}</span>}
        {seconds !== null && <span>{words.takes(seconds)}</span>}
      </p>
      <p className={styles.explain}>{words.explain(state.sort === "-time")}</p>
      {format === "csv" && total.value >= excelRows && (
        <Notice kind="warning">{words.excel(excelRows)}</Notice>
      )}
      {tooLarge && bytes !== null && <Notice kind="warning">{words.memory(bytes)}</Notice>}
      <fieldset className={styles.group}>
        <legend>{words.format}</legend>
        {formats.map((name) => (
          <Option
            key={name}
            type="radio"
            label={words.formats[name]}
            help={words.formatHelp[name]}
            checked={format === name}
            onChange={() => setFormat(name)}
          />
        ))}
      </fieldset>
      {format === "csv" && (
        <>
          <Choice label={words.zone} help={words.zoneHelp} value={fileZone} onChange={setFileZone}>
            {zonesOf(zone, time_zone).map((name) => (
              <option key={name} value={name}>
                {name === time_zone
                  ? words.serverZone(name)
                  : name === ownZone()
                    ? words.ownZone(name)
                    : name}
              </option>
            ))}
          </Choice>
          <Choice
            label={words.language}
            value={language}
            onChange={(chosen) => setLanguage(chosen as Language)}
          >
            {languages.map((name) => (
              <option key={name} value={name} lang={name}>
                {languageNames[name]}
              </option>
            ))}
          </Choice>
          <Option
            type="checkbox"
            label={words.safe}
            help={words.safeHelp}
            checked={safe}
            onChange={() => setSafe(!safe)}
          />
        </>
      )}
      {!exact && (
        <div className={styles.missing}>
          <Notice kind="warning">{words.missing(missing)}</Notice>
          <Option
            type="checkbox"
            label={words.consent}
            checked={consent}
            onChange={() => setConsent(!consent)}
          />
        </div>
      )}
      {toDisk && <p className={styles.explain}>{words.disk}</p>}
      {closed && <Notice kind="failure">{words.noFile}</Notice>}
      <Button type="submit" look="primary" isDisabled={query.outdated || (!exact && !consent)}>
        {words.submit(total.value, exact)}
      </Button>
    </form>
  );
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zones that a reader may want the dates in, each once. */
const zonesOf = (zone: string, server: string) => [...new Set([zone, server, ownZone(), "UTC"])];

type OptionProps = {
  type: "radio" | "checkbox";
  label: string;
  help?: string;
  checked: boolean;
  onChange: () => void;
};

function Option({ type, label, help, checked, onChange }: OptionProps) {
  return (
    <label className={styles.option}>
      <input
        type={type}
        name={type === "radio" ? "format" : undefined}
        checked={checked}
        onChange={onChange}
      />
      <span>
        {label}
        {help !== undefined && <span className={styles.help}>{help}</span>}
      </span>
    </label>
  );
}

type ChoiceProps = {
  label: string;
  help?: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
};

function Choice({ label, help, value, onChange, children }: ChoiceProps) {
  return (
    <label className={styles.choice}>
      <span className={styles.label}>{label}</span>
      <select className={styles.select} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
      {help !== undefined && <span className={styles.help}>{help}</span>}
    </label>
  );
}
