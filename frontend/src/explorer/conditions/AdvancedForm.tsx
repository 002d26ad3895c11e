import { Plus, Search } from "lucide-react";
import { useRef, useState } from "react";
import type { Screen } from "../../api/schema";
import { useMessages } from "../../messages";
import { useSession } from "../../session/session";
import { exclusionNames, filterNames, type ExclusionName, type FilterName } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { TextInput } from "../../ui/TextInput";
import { QuestionBox } from "../ask/QuestionBox";
import { rememberQuestion } from "../ask/recent";
import { useExplorer } from "../explorer";
import type { ScreenQuery } from "../useScreen";
import advancedStyles from "./Advanced.module.css";
import styles from "./AdvancedForm.module.css";
import { ConditionRow } from "./ConditionRow";
import { applyConditions, conditionsOf, opFor, type Row } from "./conditions";

type AdvancedFormProps = {
  query: ScreenQuery;
  onSearch: (question: string) => void;
  onDone: () => void;
  /** It is the phone's search, so that the question stands in it as typed, with suggestions. */
  isSearch: boolean;
  /** The question that the form is to show, perhaps still on its way into the address. */
  expected: string;
};

/** Waits for the answer to the question in force, which says how it was read; the form then keeps what is filled in. */
export default function AdvancedForm({ query, expected, ...props }: AdvancedFormProps) {
  const { screen, outdated, error } = query;
  const { state } = useExplorer();
  const known = state.q === expected && (error !== null || (screen !== undefined && !outdated));
  const [ready, setReady] = useState(known);
  if (known && !ready) setReady(true);
  if (!ready) return <div className={advancedStyles.loading} />;
  return <Form screen={outdated || error ? undefined : screen} {...props} />;
}

type KeyedRow = Row & { key: number };

/** Keys are numbers in a row; `next` is the first that is free. */
type Draft = { words: string; rows: KeyedRow[]; next: number };

function draftOf(words: string, rows: readonly Row[]): Draft {
  const shown = rows.length > 0 ? rows : [freshRow([])];
  return { words, rows: shown.map((row, key) => ({ ...row, key })), next: shown.length };
}

const withRow = (draft: Draft, row: Row): Draft => ({
  ...draft,
  rows: [...draft.rows, { ...row, key: draft.next }],
  next: draft.next + 1,
});

type FormProps = Omit<AdvancedFormProps, "query" | "expected"> & { screen: Screen | undefined };

/** Several conditions at once, as in the guide: fill in, then Search. */
function Form({ screen, onSearch, onDone, isSearch }: FormProps) {
  const messages = useMessages();
  const words = messages.advanced;
  const { state, change } = useExplorer();
  const { name: who } = useSession();
  const box = useRef<HTMLInputElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const [opened] = useState(() =>
    conditionsOf(
      state,
      screen?.interpretation.chips ?? [],
      // In the box a question reads best as it was typed; only what names its field is a row there as well.
      isSearch ? ({ text }) => /^-?\w+:/.test(text) : undefined,
    ),
  );
  const [draft, setDraft] = useState(() => draftOf(opened.words, opened.rows));
  // The row that was added last takes the focus.
  const [latest, setLatest] = useState<number | null>(null);

  const setWords = (question: string) => setDraft((now) => ({ ...now, words: question }));
  const setRow = (key: number, patch: Partial<Row>) =>
    setDraft((now) => ({
      ...now,
      rows: now.rows.map((row) => (row.key === key ? { ...row, text: null, ...patch } : row)),
    }));

  const search = () => {
    const patch = applyConditions(state, opened, draft);
    rememberQuestion(who, patch.q);
    const same =
      patch.q === state.q &&
      [...filterNames, ...exclusionNames].every((name) => patch[name].join("\n") === state[name].join("\n"));
    if (same) onSearch(state.q);
    else change(patch);
    onDone();
  };

  const filterBy = (name: FilterName | ExclusionName, value: string, question: string) => {
    const field = filterNames.find((filter) => name.endsWith(filter)) ?? "user";
    const op = name === field ? "is" : "is_not";
    const row = draft.rows.find((other) => other.field === field && other.op === op && other.text === null);
    if (row) setRow(row.key, { values: [...row.values, value] });
    else setDraft((now) => withRow(now, { field, op, values: [value], text: null }));
    setWords(question);
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <div className={styles.body}>
        {isSearch ? (
          <div className={styles.box}>
            <QuestionBox
              value={draft.words}
              onChange={setWords}
              onAsk={(question) => {
                rememberQuestion(who, question);
                onSearch(question);
                onDone();
              }}
              onFilter={filterBy}
              input={box}
              autoFocus
              before={<Search size={18} aria-hidden className={styles.icon} />}
            />
          </div>
        ) : (
          <TextInput
            label={words.words}
            help={words.wordsHelp}
            value={draft.words}
            onChange={setWords}
            autoFocus
          />
        )}
        <div role="group" aria-label={words.rows} className={styles.rows}>
          {draft.rows.map((row, at) => (
            <ConditionRow
              key={row.key}
              at={at + 1}
              row={row}
              others={draft.rows.filter((other) => other !== row)}
              facets={screen?.facets}
              autoFocus={row.key === latest}
              onChange={(patch) => setRow(row.key, patch)}
              onRemove={() => {
                setDraft((now) => ({ ...now, rows: now.rows.filter(({ key }) => key !== row.key) }));
                add.current?.focus();
              }}
            />
          ))}
        </div>
        <p className={styles.help}>{words.several}</p>
        <div className={styles.add}>
          <Button
            ref={add}
            look="plain"
            onPress={() => {
              setLatest(draft.next);
              setDraft((now) => withRow(now, freshRow(now.rows)));
            }}
          >
            <Plus size={15} aria-hidden />
            {words.add}
          </Button>
        </div>
      </div>
      <div className={styles.foot}>
        <Button onPress={() => setDraft(draftOf("", []))}>{words.reset}</Button>
        <Button type="submit" look="primary">
          {words.submit}
        </Button>
      </div>
    </form>
  );
}

/** A row to begin with: of the first field that no row is about yet. */
function freshRow(rows: readonly Row[]): Row {
  const order = ["user", "target", "task", "status", "service_type"] as const;
  const field = order.find((name) => rows.every((row) => row.field !== name)) ?? "user";
  return { field, op: opFor(field, null, rows), values: [], text: null };
}
