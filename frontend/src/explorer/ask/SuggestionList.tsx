import { CalendarRange, History, X } from "lucide-react";
import { useMessages } from "../../messages";
import { cx } from "../../ui/cx";
import styles from "./SuggestionList.module.css";
import type { Suggestion, SuggestionGroup } from "./suggestions";

type SuggestionListProps = {
  groups: readonly SuggestionGroup[];
  failed: boolean;
  listId: string;
  optionId: (key: string) => string;
  markedKey: string | null;
  onMark: (key: string) => void;
  onChoose: (suggestion: Suggestion) => void;
  onForget: (question: string) => void;
  onForgetAll: () => void;
};

/** What the box offers, by kind. The focus stays in the box: pressing here must not take it away. */
export function SuggestionList(props: SuggestionListProps) {
  const { groups, failed, listId, onForget, onForgetAll } = props;
  const messages = useMessages();
  const words = messages.ask;
  const recent = groups.find(({ name }) => name === "recent");
  return (
    <div className={styles.popup} onPointerDown={(event) => event.preventDefault()}>
      <div className={styles.scroll}>
        {groups.length > 0 && (
          <div id={listId} role="listbox" aria-label={words.suggestions} className={styles.list}>
            {groups.map((group) => (
              <Group key={group.name} group={group} {...props} />
            ))}
          </div>
        )}
        {recent && (
          // Beside the list, not in it: an option holds no buttons. Each stands on the line of its question.
          <div
            className={styles.removals}
            style={{ "--above": aboveRecent(groups), "--headings": groups.indexOf(recent) + 1 } as object}
          >
            {recent.suggestions.map(({ key, label }) => (
              <button
                key={key}
                type="button"
                tabIndex={-1}
                className={styles.forget}
                aria-label={words.forget(label)}
                title={words.forgetKey}
                onClick={() => onForget(label)}
              >
                <X size={14} aria-hidden />
              </button>
            ))}
          </div>
        )}
      </div>
      {failed && <p className={styles.failed}>{words.failed}</p>}
      <div className={styles.foot}>
        <span className={styles.keys} aria-hidden>
          {words.keys}
        </span>
        {recent && (
          <button type="button" className={styles.forgetAll} onClick={onForgetAll}>
            {words.forgetAll}
          </button>
        )}
      </div>
    </div>
  );
}

const aboveRecent = (groups: readonly SuggestionGroup[]) => {
  const at = groups.findIndex(({ name }) => name === "recent");
  return groups.slice(0, at).reduce((count, { suggestions }) => count + suggestions.length, 0);
};

type GroupProps = Pick<SuggestionListProps, "optionId" | "markedKey" | "onMark" | "onChoose" | "listId"> & {
  group: SuggestionGroup;
};

function Group({ group, listId, optionId, markedKey, onMark, onChoose }: GroupProps) {
  const messages = useMessages();
  const titleId = `${listId}${group.name}`;
  return (
    <div role="group" aria-labelledby={titleId}>
      <div id={titleId} className={styles.title} role="presentation">
        {group.title}
      </div>
      {group.suggestions.map((suggestion) => (
        <div
          key={suggestion.key}
          id={optionId(suggestion.key)}
          role="option"
          aria-selected={suggestion.key === markedKey}
          aria-label={messages.ask.option(suggestion.label, suggestion.detail, suggestion.count)}
          className={cx(
            styles.option,
            suggestion.key === markedKey && styles.marked,
            group.name === "recent" && styles.removable,
          )}
          onPointerMove={() => onMark(suggestion.key)}
          onClick={() => onChoose(suggestion)}
        >
          {group.name === "recent" && <History size={14} aria-hidden />}
          {(group.name === "periods" || group.name === "days") && <CalendarRange size={14} aria-hidden />}
          <bdi className={cx(styles.label, suggestion.code && styles.code)} title={suggestion.label}>
            {suggestion.label}
          </bdi>
          {suggestion.detail !== "" && (
            <bdi className={styles.detail} title={suggestion.detail}>
              {suggestion.detail}
            </bdi>
          )}
          {suggestion.count !== null && (
            <span className={styles.count}>{messages.number(suggestion.count)}</span>
          )}
        </div>
      ))}
    </div>
  );
}
