import { useMessages } from "../messages";
import { useExplorer } from "../explorer/explorer";
import { usePresentView } from "./usePresentView";
import styles from "./ViewName.module.css";

/** The present view's name in a line of its own, for a screen whose button has no room for it. */
export function ViewName() {
  const words = useMessages().views;
  const { state } = useExplorer();
  const present = usePresentView(state);
  if (!present) return null;
  return (
    <p className={styles.line}>
      <bdi className={styles.name}>{present.view.name}</bdi>
      {present.changed && <span className={styles.changed}>{words.changed}</span>}
    </p>
  );
}
