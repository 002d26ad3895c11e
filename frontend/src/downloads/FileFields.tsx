import type { ReactNode } from "react";
import { fileFormats, packingOf, packings, splits, type FileForm } from "../api/parameters";
import { languageNames, languages, useMessages } from "../messages";
import { useSession } from "../session/session";
import styles from "./FileFields.module.css";

type FileFieldsProps = {
  form: FileForm;
  onChange: (change: Partial<FileForm>) => void;
  /** The zone of the search, the first that one may want the file's dates in. */
  zone: string;
};

/** How a file is to be written. */
export function FileFields({ form, onChange, zone }: FileFieldsProps) {
  const words = useMessages().download;
  const { time_zone } = useSession();
  const csv = form.format === "csv";
  const inWords = csv || form.format === "xlsx";
  const zip = packingOf(form).compression === "zip";
  return (
    <>
      <fieldset className={styles.group}>
        <legend>{words.format}</legend>
        {fileFormats.map((format) => (
          <Option
            key={format}
            type="radio"
            name="format"
            label={words.formats[format]}
            help={words.formatHelp[format]}
            checked={form.format === format}
            onChange={() => onChange({ format })}
          />
        ))}
      </fieldset>
      <div className={styles.pairs}>
        {form.format !== "xlsx" && (
          <Choice
            label={words.packing}
            value={form.packing}
            of={packings.map((packing) => [packing, words.packings[packing]])}
            onChange={(packing) => onChange({ packing })}
          />
        )}
        {zip && (
          <Choice
            label={words.split}
            value={form.split}
            of={splits.map((split) => [split, words.splits[split]])}
            onChange={(split) => onChange({ split })}
          />
        )}
        {(inWords || (zip && form.split === "day")) && (
          <Choice
            label={inWords ? words.zone : words.dayZone}
            {...(inWords ? { help: words.zoneHelp } : {})}
            value={form.zone}
            of={zonesOf(zone, time_zone).map((name) => [name, zoneLabel(words, name, time_zone)])}
            onChange={(chosen) => onChange({ zone: chosen })}
          />
        )}
        {inWords && (
          <Choice
            label={words.language}
            value={form.language}
            of={languages.map((name) => [name, languageNames[name]])}
            langs
            onChange={(language) => onChange({ language })}
          />
        )}
      </div>
      {csv && (
        <Option
          type="checkbox"
          label={words.safe}
          help={words.safeHelp}
          checked={form.safe}
          onChange={() => onChange({ safe: !form.safe })}
        />
      )}
    </>
  );
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zones that a reader may want the dates in, each once. */
const zonesOf = (zone: string, server: string) => [...new Set([zone, server, ownZone(), "UTC"])];

type ZoneWords = { serverZone: (zone: string) => string; ownZone: (zone: string) => string };

function zoneLabel(words: ZoneWords, name: string, server: string): string {
  if (name === server) return words.serverZone(name);
  return name === ownZone() ? words.ownZone(name) : name;
}

type OptionProps = {
  type: "radio" | "checkbox";
  /** Of the choice that a radio button belongs to. */
  name?: string;
  label: string;
  help?: string;
  checked: boolean;
  onChange: () => void;
};

/** Something to tick. */
export function Option({ type, name, label, help, checked, onChange }: OptionProps) {
  return (
    <label className={styles.option}>
      <input type={type} name={name} checked={checked} onChange={onChange} />
      <span>
        {label}
        {help !== undefined && <span className={styles.help}>{help}</span>}
      </span>
    </label>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  help?: string;
  value: T;
  of: readonly (readonly [value: T, label: ReactNode])[];
  /** The values are languages, each in its own words. */
  langs?: boolean;
  onChange: (value: T) => void;
};

/** One of several. */
export function Choice<T extends string>({
  label,
  help,
  value,
  of,
  langs = false,
  onChange,
}: ChoiceProps<T>) {
  return (
    <label className={styles.choice}>
      <span className={styles.label}>{label}</span>
      <select className={styles.select} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {of.map(([name, text]) => (
          <option key={name} value={name} lang={langs ? name : undefined}>
            {text}
          </option>
        ))}
      </select>
      {help !== undefined && <span className={styles.help}>{help}</span>}
    </label>
  );
}
