import styles from "./Label.module.css";

/** A label and its part in brackets, with the space before it; "" where it has none. */
export function bracketOf(text: string): [name: string, bracket: string] {
  const [, name = text, bracket = ""] = /^(.+?)( \(.+\))$/.exec(text) ?? [];
  return [name, bracket];
}

/** A label whose part in brackets stands back: "(External Contacts)" is the same in half of the tasks. */
export function Label({ text }: { text: string }) {
  const [name, bracket] = bracketOf(text);
  return (
    <>
      {name}
      {bracket !== "" && <span className={styles.bracket}>{bracket}</span>}
    </>
  );
}
