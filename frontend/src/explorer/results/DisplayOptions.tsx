import { ChevronDown, ChevronUp } from "lucide-react";
import { useId } from "react";
import { useMessages } from "../../messages";
import { clocks, columnNames, densities, type Column, type ColumnName } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { useExplorer } from "../explorer";
import { chosenOf, moved, shownColumns, toggled } from "./columns";
import styles from "./DisplayOptions.module.css";

/** The choices behind DisplayButton; each takes effect at once and stands in the address. */
export default function DisplayOptions({ columns }: { columns: boolean }) {
  const { table } = useMessages();
  const { state, change } = useExplorer();
  return (
    <div className={styles.options}>
      {columns && <Columns />}
      <Choice
        label={table.density}
        values={densities}
        names={table.densities}
        value={state.density}
        onChange={(density) => change({ density }, { replace: true })}
      />
      <Choice
        label={table.clock}
        values={clocks}
        names={table.clocks}
        value={state.times}
        onChange={(times) => change({ times }, { replace: true })}
      />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={state.fold}
          onChange={(event) => change({ fold: event.currentTarget.checked }, { replace: true })}
        />
        {table.fold}
      </label>
    </div>
  );
}

/** The shown columns in their order, then the others. */
function Columns() {
  const { table } = useMessages();
  const { state, change } = useExplorer();
  const shown = shownColumns(state.cols, 0);
  const set = (columns: readonly Column[]) => change({ cols: chosenOf(columns) }, { replace: true });
  const hidden = columnNames.filter((name) => shown.every((column) => column.name !== name));
  return (
    <fieldset className={styles.group}>
      <legend>{table.shown}</legend>
      <ul>
        {[...shown.map(({ name }) => name), ...hidden].map((name, at) => (
          <li key={name} className={styles.column}>
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={at < shown.length}
                disabled={shown.length === 1 && at === 0}
                onChange={() => set(toggled(shown, name))}
              />
              {table.columns[name]}
            </label>
            {at < shown.length && (
              <Moves
                name={name}
                first={at === 0}
                last={at === shown.length - 1}
                onMove={(by) => set(moved(shown, name, by))}
              />
            )}
          </li>
        ))}
      </ul>
      <Button
        look="text"
        isDisabled={state.cols === null}
        onPress={() => change({ cols: null }, { replace: true })}
      >
        {table.reset}
      </Button>
    </fieldset>
  );
}

type MovesProps = { name: ColumnName; first: boolean; last: boolean; onMove: (by: number) => void };

function Moves({ name, first, last, onMove }: MovesProps) {
  const { table } = useMessages();
  const column = table.columns[name];
  return (
    <>
      <Button
        look="plain"
        shape="square"
        className={styles.move}
        aria-label={table.moveUp(column)}
        isDisabled={first}
        onPress={() => onMove(-1)}
      >
        <ChevronUp size={15} aria-hidden />
      </Button>
      <Button
        look="plain"
        shape="square"
        className={styles.move}
        aria-label={table.moveDown(column)}
        isDisabled={last}
        onPress={() => onMove(1)}
      >
        <ChevronDown size={15} aria-hidden />
      </Button>
    </>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  values: readonly T[];
  names: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
};

function Choice<T extends string>({ label, values, names, value, onChange }: ChoiceProps<T>) {
  const group = useId();
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      <div className={styles.radios}>
        {values.map((one) => (
          <label key={one} className={styles.radio}>
            <input type="radio" name={group} checked={one === value} onChange={() => onChange(one)} />
            {names[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
