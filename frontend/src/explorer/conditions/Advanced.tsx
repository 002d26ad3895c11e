import { Search, SlidersHorizontal } from "lucide-react";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { Opener } from "../../ui/Opener";
import { part } from "../../ui/part";
import { useExplorer } from "../explorer";
import type { ScreenQuery } from "../useScreen";
import styles from "./Advanced.module.css";

const AdvancedForm = part(() => import("./AdvancedForm").then((file) => file.default), {
  waiting: <div className={styles.loading} />,
});

type AdvancedProps = {
  query: ScreenQuery;
  onSearch: (question: string) => void;
  /** On a phone the search icon opens the whole search; beside a search box the word opens its conditions. */
  trigger: "icon" | "word";
  /** What stands in the box beside it. Not asked yet, it is asked first, so that the form can show it. */
  draft?: string;
};

export function Advanced({ query, onSearch, trigger, draft }: AdvancedProps) {
  const messages = useMessages();
  const { state } = useExplorer();
  const isSearch = trigger === "icon";
  return (
    <Opener
      title={isSearch ? messages.search.landmark : messages.advanced.title}
      as={isSearch ? "full" : "panel"}
      button={({ onPress, ...opens }) => {
        const open = () => {
          if (!opens["aria-expanded"] && draft !== undefined && draft !== state.q) onSearch(draft);
          onPress();
        };
        return isSearch ? (
          <Button {...opens} onPress={open} look="plain" shape="square" aria-label={messages.search.open}>
            <Search size={20} aria-hidden />
          </Button>
        ) : (
          <Button {...opens} onPress={open}>
            <SlidersHorizontal size={15} aria-hidden />
            {messages.advanced.button}
          </Button>
        );
      }}
    >
      {(close) => (
        <AdvancedForm
          query={query}
          onSearch={onSearch}
          onDone={close}
          isSearch={isSearch}
          expected={draft ?? state.q}
        />
      )}
    </Opener>
  );
}
