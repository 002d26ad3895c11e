import { useEffect, useId, useState, type KeyboardEvent } from "react";

type ComboboxOptions<Option extends { key: string }> = {
  /** In the order in which the arrows walk through them. */
  options: readonly Option[];
  isOpen: boolean;
  /** `asked` where a key opened them, whatever is typed. */
  onOpen: (how: "asked") => void;
  onClose: () => void;
  onChoose: (option: Option) => void;
  /** Shift + Delete on an option. */
  onRemove?: (option: Option) => void;
  /** Tab takes the first option though none is marked. */
  tabCompletes: boolean;
};

/**
 * A text field with a list of suggestions, by the ARIA combobox pattern: the focus stays in the field, the arrows
 * mark an option, Enter takes the marked one, Escape closes the list and only then means what it means outside.
 */
export function useCombobox<Option extends { key: string }>({
  options,
  isOpen,
  onOpen,
  onClose,
  onChoose,
  onRemove,
  tabCompletes,
}: ComboboxOptions<Option>) {
  const id = useId();
  const listId = `${id}list`;
  const optionId = (key: string) => `${id}option${options.findIndex((option) => option.key === key)}`;
  const [markedKey, setMarkedKey] = useState<string | null>(null);
  const shown = isOpen && options.length > 0;
  // By key: what arrives meanwhile must not move the mark to another option.
  const at = shown ? options.findIndex(({ key }) => key === markedKey) : -1;
  const marked = options[at] ?? null;
  const markedId = marked === null ? undefined : optionId(marked.key);

  useEffect(() => {
    if (markedId !== undefined) document.getElementById(markedId)?.scrollIntoView({ block: "nearest" });
  }, [markedId]);

  const mark = (index: number) => setMarkedKey(options.at(index % options.length)?.key ?? null);

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter, arrows and Escape belong to the input method while it composes; 229 is how Safari says so.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else tells its last Enter from a real one
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const take = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    const plainKey = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      take();
      if (event.altKey && event.key === "ArrowUp") onClose();
      else if (!shown) onOpen("asked");
      else if (event.key === "ArrowDown") mark(at + 1);
      else mark(at < 0 ? -1 : at - 1 + options.length);
    } else if (event.key === "Enter" && plainKey) {
      if (marked) {
        take();
        setMarkedKey(null);
        onChoose(marked);
      } else onClose(); // and the form does what Enter does
    } else if (event.key === "Tab" && plainKey && shown && (marked || tabCompletes)) {
      const chosen = marked ?? options[0];
      if (!chosen) return;
      take();
      setMarkedKey(null);
      onChoose(chosen);
    } else if (event.key === "Delete" && event.shiftKey && marked && onRemove) {
      take();
      onRemove(marked);
    } else if (event.key === "Escape" && isOpen) {
      take();
      setMarkedKey(null);
      onClose();
    }
  };

  return {
    listId,
    optionId,
    marked,
    shown,
    mark: setMarkedKey,
    onKeyDown,
    inputProps: {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-expanded": shown,
      "aria-controls": shown ? listId : undefined,
      "aria-activedescendant": markedId,
      autoComplete: "off",
      autoCapitalize: "none",
      autoCorrect: "off",
      spellCheck: false,
    },
  } as const;
}
