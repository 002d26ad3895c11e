/** The keys of the page, in a list. Loaded when first asked for. */
import { useMessages } from "../../messages";
import styles from "./KeysHelp.module.css";

export default function KeysHelp() {
  const { keys } = useMessages();
  const { names } = keys;
  const list: [string[], string][] = [
    [["/"], keys.search],
    [["j", "k"], keys.rows],
    [["→", "←"], keys.cells],
    [[names.enter], keys.open],
    [["f"], keys.only],
    [["x"], keys.without],
    [["c"], keys.copy],
    [[names.menu], keys.menu],
    [["p", names.space], keys.pause],
    [["?"], keys.help],
  ];
  return (
    <dl className={styles.keys}>
      {list.map(([pressed, does]) => (
        <div key={does} className={styles.row}>
          <dt>
            {pressed.map((key) => (
              <kbd key={key} className={styles.key}>
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
