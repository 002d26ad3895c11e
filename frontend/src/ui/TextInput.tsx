import {
  FieldError,
  Input,
  Label,
  Text,
  TextField,
  type TextFieldProps,
} from "react-aria-components/TextField";
import { cx } from "./cx";
import styles from "./TextInput.module.css";

type TextInputProps = Omit<TextFieldProps, "className" | "style" | "children" | "isInvalid"> & {
  label: string;
  help?: string;
  /** A sentence on what is wrong with the value; empty while nothing is. */
  problem?: string;
  placeholder?: string;
};

/** A labelled line of text. */
export function TextInput({ label, help, problem = "", placeholder, ...props }: TextInputProps) {
  return (
    <TextField {...props} className={cx(styles.field)} isInvalid={problem !== ""}>
      <Label className={cx(styles.label)}>{label}</Label>
      <Input className={cx(styles.input)} {...(placeholder ? { placeholder } : {})} spellCheck={false} />
      {problem !== "" && <FieldError className={cx(styles.problem)}>{problem}</FieldError>}
      {help && problem === "" && (
        <Text slot="description" className={cx(styles.help)}>
          {help}
        </Text>
      )}
    </TextField>
  );
}
