import type { Term } from "../../../api/schema";
import { bracketOf } from "../../../ui/Label";
import labelStyles from "../../../ui/Label.module.css";
import { markText, type MarkedField } from "./marks";
import styles from "./Marked.module.css";

type MarkedProps = {
  text: string;
  field: MarkedField;
  terms: readonly Term[];
  /** The value that the text is a label of. */
  code?: string;
};

/** A text with what the question looked for marked. */
export function Marked({ text, field, terms, code }: MarkedProps) {
  return markText(text, field, terms, code).map((piece, at) =>
    piece.marked ? (
      <mark key={at} className={styles.mark}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}

/** A label whose part in brackets stands back, marked likewise. */
export function MarkedLabel({ text, ...rest }: MarkedProps) {
  const [name, bracket] = bracketOf(text);
  return (
    <>
      <Marked text={name} {...rest} />
      {bracket !== "" && (
        <span className={labelStyles.bracket}>
          <Marked text={bracket} {...rest} />
        </span>
      )}
    </>
  );
}
