import { Search, X } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useMessages } from "../messages";
import { useShortcut } from "../ui/useShortcut";
import { useExplorer } from "./explorer";
import styles from "./SearchBox.module.css";

type SearchBoxProps = { onSearch: (question: string) => void };

/** The question, in the reader's own words. `/` comes here, Enter searches, Escape leaves. */
export function SearchBox({ onSearch }: SearchBoxProps) {
  const { search: words } = useMessages();
  const { state } = useExplorer();
  const [draft, setDraft] = useState(state.q);
  const [asked, setAsked] = useState(state.q);
  const input = useRef<HTMLInputElement>(null);
  // Back, a removed chip or a link changed the question: what stands here follows.
  if (asked !== state.q) {
    setAsked(state.q);
    setDraft(state.q);
  }

  useShortcut((key) => {
    if (key !== "/") return false;
    input.current?.focus();
    input.current?.select();
    return true;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") input.current?.blur();
  };

  return (
    <form
      role="search"
      aria-label={words.landmark}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(draft);
      }}
    >
      <Search size={16} aria-hidden className={styles.icon} />
      <input
        ref={input}
        type="text"
        className={styles.input}
        aria-label={words.label}
        aria-keyshortcuts="/"
        placeholder={words.placeholder}
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {draft !== "" ? (
        <button
          type="button"
          className={styles.clear}
          aria-label={words.clear}
          onClick={() => {
            setDraft("");
            onSearch("");
            input.current?.focus();
          }}
        >
          <X size={16} aria-hidden />
        </button>
      ) : (
        <kbd className={styles.key} aria-hidden>
          {words.shortcut}
        </kbd>
      )}
      <button type="submit" className={styles.submit}>
        {words.submit}
      </button>
    </form>
  );
}
