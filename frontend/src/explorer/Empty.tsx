import { SearchX } from "lucide-react";
import { useMessages } from "../messages";
import { filterNames, isNarrowed } from "../state/search-state";
import { Button } from "../ui/Button";
import { clearConditions } from "./conditions/chips";
import styles from "./Empty.module.css";
import { useExplorer } from "./explorer";

/** Nothing matched: what to try, each a click away. */
export function Empty() {
  const words = useMessages().empty;
  const { state, change } = useExplorer();
  const inPeriod = state.from !== null || state.to !== null;
  const filtered = filterNames.some((name) => state[name].length > 0);
  if (!inPeriod && !isNarrowed(state)) {
    return (
      <div className={styles.empty}>
        <h2>{words.fresh}</h2>
        <p>{words.freshHelp}</p>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <SearchX size={28} aria-hidden />
      <h2>{words.title}</h2>
      <p>{words.advice}</p>
      <div className={styles.actions}>
        {inPeriod && <Button onPress={() => change({ from: null, to: null })}>{words.longer}</Button>}
        {filtered && (
          <Button onPress={() => change({ ...clearConditions, q: state.q })}>{words.clearFilters}</Button>
        )}
        <Button onPress={() => change({ ...clearConditions, from: null, to: null })}>{words.clearAll}</Button>
      </div>
    </div>
  );
}
