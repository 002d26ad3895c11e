import { Ban } from "lucide-react";
import { useMessages, valueLabel } from "../../messages";
import type { FilterName } from "../../state/search-state";
import { cx } from "../../ui/cx";
import { Label } from "../../ui/Label";
import { useExplorer } from "../explorer";
import { exclude, only, toggle, type FacetChoice } from "./facets";
import styles from "./FacetList.module.css";

type FacetListProps = { name: FilterName; choices: readonly FacetChoice[] };

/** Values to choose, to have alone, or to leave out; a faint bar shows each one's share of the largest. */
export function FacetList({ name, choices }: FacetListProps) {
  const largest = choices.reduce((most, { count }) => Math.max(most, count ?? 0), 1);
  return (
    <ul>
      {choices.map((choice) => (
        <Choice key={choice.value} name={name} choice={choice} share={(choice.count ?? 0) / largest} />
      ))}
    </ul>
  );
}

type ChoiceProps = { name: FilterName; choice: FacetChoice; share: number };

function Choice({ name, choice, share }: ChoiceProps) {
  const messages = useMessages();
  const words = messages.facets;
  const { state, change } = useExplorer();
  const { value, count, mark } = choice;
  const label = choice.name ?? valueLabel(messages, name, value);
  const whole = choice.name ? messages.person(choice.name, value) : label;
  const out = mark === "out";
  return (
    <li className={cx(styles.choice, styles[mark], count === 0 && styles.zero)}>
      <span className={styles.share} style={{ transform: `scaleX(${share.toFixed(4)})` }} aria-hidden />
      <label className={styles.label} title={whole}>
        <input
          type="checkbox"
          className={styles.box}
          checked={mark === "chosen"}
          onChange={() => change(toggle(state, name, value))}
          aria-label={count === null ? whole : words.value(whole, count)}
        />
        <bdi className={styles.value}>
          <Label text={label} />
        </bdi>
        <span className={styles.count}>{count === null ? "" : messages.number(count)}</span>
      </label>
      <span className={styles.actions}>
        <button
          type="button"
          className={styles.only}
          aria-label={words.onlyLabel(whole)}
          onClick={() => change(only(state, name, value))}
        >
          {words.only}
        </button>
        <button
          type="button"
          className={styles.out}
          aria-pressed={out}
          aria-label={words.excludeLabel(whole)}
          title={out ? words.letIn : words.exclude}
          onClick={() => change(exclude(state, name, value))}
        >
          <Ban size={14} aria-hidden />
        </button>
      </span>
    </li>
  );
}
