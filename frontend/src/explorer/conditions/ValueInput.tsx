import { X } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import { useCombobox } from "../../ui/useCombobox";
import { usePersonSuggestions } from "./usePersonSuggestions";
import styles from "./ValueInput.module.css";

type ValueInputProps = {
  label: string;
  placeholder: string;
  values: readonly string[];
  /** Whose names and addresses are suggested; null where any words may stand. */
  suggest: "user" | "target" | null;
  onChange: (values: string[]) => void;
};

/** Several values in one field: Enter, or leaving it, adds what is typed; Backspace in the empty field takes the last back. */
export function ValueInput({ label, placeholder, values, suggest, onChange }: ValueInputProps) {
  const messages = useMessages();
  const words = messages.advanced;
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const options = usePersonSuggestions(suggest, text, open).filter(({ key }) => !values.includes(key));

  const add = (value: string) => {
    const next = value.trim();
    if (next !== "" && !values.includes(next)) onChange([...values, next]);
    setText("");
    setOpen(false);
  };

  const combobox = useCombobox({
    options,
    isOpen: open && options.length > 0,
    onOpen: () => setOpen(true),
    onClose: () => setOpen(false),
    onChoose: ({ key }) => add(key),
    tabCompletes: text.trim() !== "",
  });

  const onKeyDown = (event: KeyboardEvent) => {
    combobox.onKeyDown(event);
    if (event.isDefaultPrevented() || event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && text.trim() !== "") {
      event.preventDefault(); // one more value; Enter in the empty field searches
      add(text);
    } else if (event.key === "Backspace" && text === "" && values.length > 0) {
      onChange(values.slice(0, -1));
    }
  };

  return (
    <div
      className={styles.field}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) add(text);
      }}
      onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
    >
      {values.map((value) => (
        <span key={value} className={styles.value}>
          <bdi title={value}>{value}</bdi>
          <button
            type="button"
            className={styles.remove}
            aria-label={words.removeValue(value)}
            onClick={() => {
              onChange(values.filter((other) => other !== value));
              input.current?.focus();
            }}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <input
        {...(suggest
          ? combobox.inputProps
          : { autoComplete: "off", autoCapitalize: "none", spellCheck: false })}
        ref={input}
        type="text"
        className={styles.input}
        aria-label={label}
        placeholder={values.length === 0 ? placeholder : ""}
        enterKeyHint="enter"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      {combobox.shown && (
        <div
          id={combobox.listId}
          role="listbox"
          aria-label={label}
          className={styles.list}
          onPointerDown={(event) => event.preventDefault()}
        >
          {options.map((option) => (
            <div
              key={option.key}
              id={combobox.optionId(option.key)}
              role="option"
              aria-selected={option === combobox.marked}
              className={cx(styles.option, option === combobox.marked && styles.marked)}
              onPointerMove={() => combobox.mark(option.key)}
              onClick={() => add(option.key)}
            >
              <bdi className={styles.name}>{option.name}</bdi>
              {option.name !== option.key && <bdi className={styles.address}>{option.key}</bdi>}
              <span className={styles.count}>{messages.number(option.count)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
