import { useId, useState, type SubmitEvent } from "react";
import { meanings, type Columns, type Meaning, type UnknownColumns } from "../../api/imports";
import { Button } from "../../ui/Button";
import { TextInput } from "../../ui/TextInput";
import { useWords, type SourcesWords } from "../words";
import styles from "./ColumnForm.module.css";
import { nameFor, presetOf, problemOf, samplesOf } from "./columns";
import type { Upload } from "./uploads";
import { useUploads } from "./useUploads";

type ColumnFormProps = { upload: Upload; question: UnknownColumns; onSent: () => void };

/** Asks what the columns of a file mean, whose header nobody knows, and sends the file again with that. */
export function ColumnForm({ upload, question, onSent }: ColumnFormProps) {
  const words = useWords().imports;
  const uploads = useUploads();
  const { id, request, problem: refused } = upload;
  const [columns, setColumns] = useState<Columns>(() => request.columns ?? presetOf(question));
  const [keeps, setKeeps] = useState(true);
  const [name, setName] = useState(() => request.map || nameFor(request.file.name));
  const [asked, setAsked] = useState(false);
  const problem = problemText(columns, words);
  const unnamed = keeps && name.trim() === "";

  const submit = (submitted: SubmitEvent) => {
    submitted.preventDefault();
    setAsked(true);
    if (problem !== "" || unnamed) return;
    uploads.again(id, { columns, map: keeps ? name.trim() : "" });
    onSent();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h4 className={styles.title}>{words.asksTitle}</h4>
      <p className={styles.help}>{words.asksHelp}</p>
      <ul className={styles.columns}>
        {question.header.map((column, at) => (
          <Column
            key={column}
            name={column}
            samples={samplesOf(question, at)}
            meaning={columns[column] ?? ""}
            onChange={(meaning) => setColumns({ ...columns, [column]: meaning })}
          />
        ))}
      </ul>
      {asked && problem !== "" && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <label className={styles.keep}>
        <input type="checkbox" checked={keeps} onChange={() => setKeeps(!keeps)} />
        <span>
          {words.keep}
          <span className={styles.help}>{words.keepHelp}</span>
        </span>
      </label>
      {keeps && (
        <div className={styles.name}>
          <TextInput
            label={words.mapName}
            value={name}
            onChange={setName}
            maxLength={120}
            problem={
              asked && unnamed
                ? words.needsName
                : refused !== null && name === request.map
                  ? words.mapExists
                  : ""
            }
          />
        </div>
      )}
      <Button type="submit" look="primary" className={styles.submit}>
        {words.sendColumns}
      </Button>
    </form>
  );
}

function problemText(columns: Columns, words: SourcesWords["imports"]): string {
  const problem = problemOf(columns);
  if (!problem) return "";
  if (problem.kind === "twice") return words.twice(words.meanings[problem.meaning] ?? problem.meaning);
  return problem.kind === "time" ? words.needsTime : words.needsUser;
}

type ColumnProps = {
  name: string;
  samples: string[];
  meaning: Meaning;
  onChange: (meaning: Meaning) => void;
};

function Column({ name, samples, meaning, onChange }: ColumnProps) {
  const words = useWords().imports;
  const id = useId();
  return (
    <li className={styles.column}>
      <label className={styles.header} htmlFor={id}>
        {name}
      </label>
      <span id={`${id}-sample`} className={styles.samples} title={words.sample}>
        {samples.join(" · ")}
      </span>
      <select
        id={id}
        className={styles.select}
        aria-describedby={`${id}-sample`}
        value={meaning}
        onChange={(event) => onChange(event.target.value as Meaning)}
      >
        {meanings.map((value) => (
          <option key={value} value={value}>
            {words.meanings[value]}
          </option>
        ))}
      </select>
    </li>
  );
}
