import { Search, X } from "lucide-react";
import { useRef } from "react";
import { useMessages } from "../messages";
import { useSession } from "../session/session";
import { QuestionBox } from "./ask/QuestionBox";
import { rememberQuestion } from "./ask/recent";
import { useExplorer } from "./explorer";
import styles from "./SearchBox.module.css";

type SearchBoxProps = {
  draft: string;
  onDraft: (question: string) => void;
  onSearch: (question: string) => void;
};

/** The question of the wide screen: the box, a way to empty it, and Search. */
export function SearchBox({ draft, onDraft, onSearch }: SearchBoxProps) {
  const { search: words } = useMessages();
  const { state, change } = useExplorer();
  const { name: who } = useSession();
  const input = useRef<HTMLInputElement>(null);
  const search = (question: string) => {
    onDraft(question);
    rememberQuestion(who, question);
    onSearch(question);
  };

  return (
    <form
      role="search"
      aria-label={words.landmark}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        search(draft);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") input.current?.blur();
      }}
    >
      <QuestionBox
        value={draft}
        onChange={onDraft}
        onAsk={search}
        onFilter={(name, value, q) => {
          onDraft(q);
          change({ q, [name]: [...state[name].filter((other) => other !== value), value] });
        }}
        input={input}
        before={<Search size={16} aria-hidden className={styles.icon} />}
        after={
          <>
            {draft !== "" ? (
              <button
                type="button"
                className={styles.clear}
                aria-label={words.clear}
                onClick={() => {
                  onDraft("");
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
          </>
        }
      />
    </form>
  );
}
