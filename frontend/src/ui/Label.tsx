import styles from "./Label.module.css";

/** A label whose part in brackets stands back: "(External Contacts)" is the same in half of the tasks. */
export function Label({ text }: { text: string }) {
  const [, name = text, bracket = ""] = /^(.+?)( \(.+\))$/.exec(text) ?? [];
  return (
    <>
      {name}
      {bracket !== "" && <span className={styles.bracket}>{bracket}</span>}
    </>
  );
}
