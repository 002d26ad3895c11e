import styles from "./SetUp.module.css";
import { useWords } from "./words";

/** How each kind of source is set up: it is done where the server runs, so that here are words alone. */
export function SetUp({ open }: { open: boolean }) {
  const words = useWords();
  return (
    <details className={styles.setUp} open={open}>
      <summary className={styles.summary}>{words.setUp}</summary>
      <dl className={styles.ways}>
        {words.ways.map(({ name, how, settings }) => (
          <div key={name} className={styles.way}>
            <dt>{name}</dt>
            <dd>
              {how}{" "}
              {settings.map((setting) => (
                <code key={setting} className={styles.setting}>
                  {setting}
                </code>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
