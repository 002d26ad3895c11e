import { X } from "lucide-react";
import { useState } from "react";
import type { Screen } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import type { FacetName } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { Label } from "../../ui/Label";
import styles from "./ConditionRow.module.css";
import { isTaken, opFor, opsOf, rowFields, type Row, type RowField, type RowOp } from "./conditions";
import { ValueInput } from "./ValueInput";

type ConditionRowProps = {
  /** Which of the rows it is, from 1. */
  at: number;
  row: Row;
  others: readonly Row[];
  facets: Screen["facets"] | undefined;
  autoFocus: boolean;
  onChange: (patch: Partial<Row>) => void;
  onRemove: () => void;
};

/** One condition: a field, how it is compared, and the values, any of which will do. */
export function ConditionRow({ at, row, others, facets, autoFocus, onChange, onRemove }: ConditionRowProps) {
  const messages = useMessages();
  const words = messages.advanced;
  const { field, op, values } = row;
  const fieldName = (name: RowField) => messages.fields[name === "words" ? "any" : name] ?? name;
  const isExact = op === "is" || op === "is_not";
  const isPerson = field === "user" || field === "target";
  return (
    <div role="group" aria-label={words.row(at)} className={styles.row}>
      <select
        className={styles.select}
        aria-label={words.field}
        value={field}
        autoFocus={autoFocus}
        onChange={(event) => {
          const next = event.target.value as RowField;
          onChange({ field: next, op: opFor(next, null, others), values: [] });
        }}
      >
        {rowFields.map((name) => (
          <option key={name} value={name}>
            {fieldName(name)}
          </option>
        ))}
      </select>
      <select
        className={styles.select}
        aria-label={words.op}
        value={op}
        onChange={(event) => {
          const next = event.target.value as RowOp;
          // Codes are no words to look for, and words are no codes.
          const keeps = isPerson || isExact === (next === "is" || next === "is_not");
          onChange({ op: next, values: keeps ? values : [] });
        }}
      >
        {opsOf(field).map((name) => (
          <option key={name} value={name} disabled={isTaken(others, field, name)}>
            {words.ops[name]}
          </option>
        ))}
      </select>
      <div className={styles.values}>
        {isExact && !isPerson && field !== "words" ? (
          <Checks
            name={field}
            chosen={values}
            counted={(facets?.[field] ?? []).map(({ value }) => value)}
            onChange={(next) => onChange({ values: next })}
          />
        ) : (
          <ValueInput
            label={words.values(fieldName(field))}
            placeholder={isPerson ? words.people : words.text}
            values={values}
            suggest={isExact && isPerson ? field : null}
            onChange={(next) => onChange({ values: next })}
          />
        )}
      </div>
      <Button
        look="plain"
        shape="square"
        className={styles.remove}
        aria-label={words.removeRow(at)}
        onPress={onRemove}
      >
        <X size={16} aria-hidden />
      </Button>
    </div>
  );
}

type ChecksProps = {
  name: FacetName;
  chosen: readonly string[];
  /** What the log has, beside what the page knows by name. */
  counted: readonly string[];
  onChange: (values: string[]) => void;
};

function Checks({ name, chosen, counted, onChange }: ChecksProps) {
  const messages = useMessages();
  const known = Object.keys(messages.labels[name] ?? {});
  // What is chosen stands first, but does not jump there while the reader chooses.
  const [first] = useState(chosen);
  const values = [...new Set([...first, ...known, ...counted, ...chosen])].filter((value) => value !== "");
  return (
    <div
      role="group"
      aria-label={messages.advanced.values(messages.fields[name] ?? name)}
      className={styles.checks}
    >
      {values.map((value) => (
        <label key={value} className={styles.check}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
            }
          />
          <span title={valueLabel(messages, name, value)}>
            <Label text={valueLabel(messages, name, value)} />
          </span>
        </label>
      ))}
    </div>
  );
}
