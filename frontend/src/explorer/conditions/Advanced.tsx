import { Search, SlidersHorizontal } from "lucide-react";
import type { Screen } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { Opener } from "../../ui/Opener";
import { part } from "../../ui/part";
import styles from "./Advanced.module.css";

const AdvancedForm = part(() => import("./AdvancedForm").then((file) => file.default), {
  waiting: styles.loading,
});

type AdvancedProps = {
  screen: Screen | undefined;
  /** On a phone the search icon opens the conditions; beside a search box the word does. */
  trigger: "icon" | "word";
};

export function Advanced({ screen, trigger }: AdvancedProps) {
  const messages = useMessages();
  return (
    <Opener
      title={trigger === "icon" ? messages.search.landmark : messages.advanced.title}
      button={(opens) =>
        trigger === "icon" ? (
          <Button {...opens} look="plain" shape="square" aria-label={messages.search.open}>
            <Search size={20} aria-hidden />
          </Button>
        ) : (
          <Button {...opens}>
            <SlidersHorizontal size={15} aria-hidden />
            {messages.advanced.button}
          </Button>
        )
      }
    >
      {(close) => <AdvancedForm screen={screen} onDone={close} />}
    </Opener>
  );
}
