import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { useMessages } from "../../messages";
import { tokenAt } from "../../question/token";
import { useSession } from "../../session/session";
import type { ExclusionName, FilterName } from "../../state/search-state";
import { useCombobox } from "../../ui/useCombobox";
import { useShortcut } from "../../ui/useShortcut";
import styles from "./QuestionBox.module.css";
import { forgetQuestion, forgetQuestions, recentQuestions } from "./recent";
import { SuggestionList } from "./SuggestionList";
import type { Suggestion } from "./suggestions";
import { useSuggestions } from "./useSuggestions";

type QuestionBoxProps = {
  value: string;
  onChange: (question: string) => void;
  /** A whole question was chosen, to be asked at once. */
  onAsk: (question: string) => void;
  /** A value was chosen that only a filter says exactly; the question is what is left without it. */
  onFilter: (name: FilterName | ExclusionName, value: string, question: string) => void;
  input: RefObject<HTMLInputElement | null>;
  autoFocus?: boolean;
  /** What stands in the box before and after the text. */
  before?: ReactNode;
  after?: ReactNode;
};

/** The question, in the reader's own words, with suggestions for the piece being typed. Enter is its form's. */
export function QuestionBox(props: QuestionBoxProps) {
  const { value, onChange, onAsk, onFilter, input, before, after } = props;
  const { search, ask: words } = useMessages();
  const { name: who } = useSession();
  const [cursor, setCursor] = useState(value.length);
  const [list, setList] = useState<"closed" | "typed" | "asked">("closed");
  const [recent, setRecent] = useState<readonly string[]>([]);
  // Where the cursor goes once the text that was written for the reader stands in the box.
  const place = useRef<number | null>(null);

  const typed = { question: value, cursor: Math.min(cursor, value.length) };
  const { groups, failed } = useSuggestions(typed, {
    enabled: list !== "closed",
    recent,
    browsing: list === "asked",
  });
  const options = groups.flatMap(({ suggestions }) => suggestions);
  const shown = list !== "closed" && (options.length > 0 || failed);

  const open = (how: "typed" | "asked") => {
    if (list === "closed") setRecent(recentQuestions(who));
    setList(how);
  };
  const close = () => setList("closed");

  const choose = ({ choice }: Suggestion) => {
    if (choice.kind === "ask") {
      close();
      onAsk(choice.text);
    } else if (choice.kind === "filter") {
      close();
      onFilter(choice.name, choice.value, choice.text);
    } else {
      onChange(choice.text);
      setCursor(choice.cursor);
      place.current = choice.cursor;
      setList(choice.unfinished ? "typed" : "closed");
    }
  };
  const forget = (question: string) => {
    forgetQuestion(who, question);
    setRecent(recentQuestions(who));
  };

  useShortcut((key) => {
    if (key !== "/") return false;
    input.current?.focus();
    input.current?.select();
    if (value === "") open("typed");
    return true;
  });

  useLayoutEffect(() => {
    if (place.current === null) return;
    input.current?.setSelectionRange(place.current, place.current);
    place.current = null;
  });

  const combobox = useCombobox({
    options,
    isOpen: shown,
    onOpen: open,
    onClose: close,
    onChoose: choose,
    onRemove: ({ key, label }) => key.startsWith("recent") && forget(label),
    // Where nothing is being typed, Tab goes on to the next control.
    tabCompletes: tokenAt(typed.question, typed.cursor).prefix !== "",
  });

  return (
    <div
      className={styles.box}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      {before}
      <input
        {...combobox.inputProps}
        ref={input}
        type="text"
        className={styles.input}
        aria-label={search.label}
        aria-keyshortcuts="/"
        placeholder={search.placeholder}
        enterKeyHint="search"
        autoFocus={props.autoFocus ?? false}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          setCursor(event.target.selectionStart ?? event.target.value.length);
          combobox.mark("");
          open("typed");
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? value.length)}
        onClick={() => value === "" && open("typed")}
        onKeyDown={combobox.onKeyDown}
      />
      {after}
      {shown && (
        <SuggestionList
          groups={groups}
          failed={failed}
          listId={combobox.listId}
          optionId={combobox.optionId}
          markedKey={combobox.marked?.key ?? null}
          onMark={combobox.mark}
          onChoose={(suggestion) => {
            choose(suggestion);
            input.current?.focus();
          }}
          onForget={forget}
          onForgetAll={() => {
            forgetQuestions();
            setRecent([]);
            input.current?.focus();
          }}
        />
      )}
      <span role="status" className="visually-hidden">
        {combobox.shown ? words.counted(options.length) : ""}
      </span>
    </div>
  );
}
