import { useEffect, useId, useRef, useState, type ReactNode, type SubmitEvent } from "react";
import { useSession } from "../../session/session";
import { Button } from "../../ui/Button";
import { useWords } from "../words";
import styles from "./UploadForm.module.css";
import { useUploads } from "./useUploads";

type UploadFormProps = { files: File[]; onDone: () => void };

/** How the chosen files are read, before they are sent: what a wrong zone stores can't be taken back. */
export function UploadForm({ files, onDone }: UploadFormProps) {
  const words = useWords().imports;
  const { time_zone } = useSession();
  const uploads = useUploads();
  const [zone, setZone] = useState("");
  const [encoding, setEncoding] = useState("");
  const form = useRef<HTMLFormElement>(null);
  // Whoever dropped files goes on here.
  useEffect(() => form.current?.querySelector("select")?.focus(), []);

  const submit = (submitted: SubmitEvent) => {
    submitted.preventDefault();
    uploads.add(files.map((file) => ({ file, zone, encoding, columns: null, map: "" })));
    onDone();
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <ul className={styles.files} aria-label={words.chosen}>
        {files.map((file, at) => (
          <li key={at}>
            <span className={styles.name}>{file.name}</span>{" "}
            <span className={styles.size}>{words.bytes(file.size)}</span>
          </li>
        ))}
      </ul>
      <div className={styles.choices}>
        <Choice label={words.zone} help={words.zoneHelp} value={zone} onChange={setZone}>
          <option value="">{words.zoneDefault(time_zone)}</option>
          {zonesFrom(time_zone).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Choice>
        <Choice label={words.encoding} value={encoding} onChange={setEncoding}>
          {Object.entries(words.encodings).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Choice>
      </div>
      <div className={styles.actions}>
        <Button type="submit" look="primary">
          {words.submit(files.length)}
        </Button>
        <Button onPress={onDone}>{words.discard}</Button>
      </div>
    </form>
  );
}

/** All zones that the browser knows; those that are meant most often first. */
function zonesFrom(server: string): string[] {
  const own = new Intl.DateTimeFormat("en").resolvedOptions().timeZone;
  return [...new Set([server, own, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}

type ChoiceProps = {
  label: string;
  help?: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
};

function Choice({ label, help, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...(help === undefined ? {} : { "aria-describedby": `${id}-help` })}
      >
        {children}
      </select>
      {help !== undefined && (
        <span id={`${id}-help`} className={styles.help}>
          {help}
        </span>
      )}
    </div>
  );
}
