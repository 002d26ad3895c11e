import { useState } from "react";
import type { FacetValue, Screen } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { facetNames, type FacetName } from "../../state/search-state";
import { Label } from "../../ui/Label";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { choicesOf, clearFacet, only, toggle, type FacetChoice } from "./facets";
import styles from "./Facets.module.css";

type FacetsProps = {
  facets: Screen["facets"] | undefined;
  outdated: boolean;
  /** The numbers are on their way, so that their place is kept. */
  loading: boolean;
};

/** The few-valued fields with their exact counts. A facet's own selection leaves its other values choosable. */
export function Facets({ facets, outdated, loading }: FacetsProps) {
  return (
    <div className={cx(styles.facets, outdated && styles.outdated)}>
      {facetNames.map((name) => (
        <Facet key={name} name={name} counted={facets?.[name]} loading={loading} />
      ))}
    </div>
  );
}

// More than this many are folded, so that all three facets are in sight.
const folded = 10;

type FacetProps = { name: FacetName; counted: FacetValue[] | undefined; loading: boolean };

function Facet({ name, counted, loading }: FacetProps) {
  const messages = useMessages();
  const words = messages.facets;
  const { state, change } = useExplorer();
  const [open, setOpen] = useState(false);
  const title = messages.fields[name] ?? name;
  const choices = choicesOf(state, name, counted ?? []);
  const shown = open ? choices : choices.filter((choice, at) => at < folded || choice.selected);
  const hidden = choices.length - shown.length;
  return (
    <section className={styles.facet} aria-label={title}>
      <header className={styles.header}>
        <h3>{title}</h3>
        {choices.some((choice) => choice.selected) && (
          <Button
            look="text"
            aria-label={words.clearLabel(title)}
            onPress={() => change(clearFacet(state, name))}
          >
            {words.clear}
          </Button>
        )}
      </header>
      <ul>
        {shown.map((choice) => (
          <Choice
            key={choice.value}
            name={name}
            choice={choice}
            onToggle={() => change(toggle(state, name, choice.value))}
            onOnly={() => change(only(state, name, choice.value))}
          />
        ))}
      </ul>
      {counted && choices.length === 0 && <p className={styles.empty}>{words.empty}</p>}
      {!counted && loading && <Skeleton rows={name === "task" ? folded : name === "status" ? 2 : 5} />}
      {(hidden > 0 || open) && (
        <Button look="text" onPress={() => setOpen(!open)}>
          {open ? words.fewer : words.more(hidden)}
        </Button>
      )}
    </section>
  );
}

type ChoiceProps = { name: FacetName; choice: FacetChoice; onToggle: () => void; onOnly: () => void };

function Choice({ name, choice, onToggle, onOnly }: ChoiceProps) {
  const messages = useMessages();
  const label = valueLabel(messages, name, choice.value);
  return (
    <li className={cx(styles.choice, choice.count === 0 && styles.zero)}>
      <label className={styles.label} title={label}>
        <input
          type="checkbox"
          className={styles.box}
          checked={choice.selected}
          onChange={onToggle}
          aria-label={messages.facets.value(label, choice.count)}
        />
        <span className={styles.value}>
          <Label text={label} />
        </span>
        <span className={styles.count}>{messages.number(choice.count)}</span>
      </label>
      <button
        type="button"
        className={styles.only}
        aria-label={messages.facets.onlyLabel(label)}
        onClick={onOnly}
      >
        {messages.facets.only}
      </button>
    </li>
  );
}

function Skeleton({ rows }: { rows: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className={styles.skeleton} />
      ))}
    </div>
  );
}
