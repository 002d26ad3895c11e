import { Search, SlidersHorizontal } from "lucide-react";
import { lazy, Suspense } from "react";
import { DialogTrigger } from "react-aria-components/Dialog";
import type { Screen } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import styles from "./Advanced.module.css";

const AdvancedForm = lazy(() => import("./AdvancedForm"));

type AdvancedProps = {
  screen: Screen | undefined;
  /** On a phone the search icon opens the conditions; beside a search box the word does. */
  trigger: "icon" | "word";
};

export function Advanced({ screen, trigger }: AdvancedProps) {
  const messages = useMessages();
  return (
    <DialogTrigger>
      {trigger === "icon" ? (
        <Button look="plain" shape="square" aria-label={messages.search.open}>
          <Search size={20} aria-hidden />
        </Button>
      ) : (
        <Button>
          <SlidersHorizontal size={15} aria-hidden />
          {messages.advanced.button}
        </Button>
      )}
      <Panel title={trigger === "icon" ? messages.search.landmark : messages.advanced.title}>
        {(close) => (
          <Suspense fallback={<div className={styles.loading} />}>
            <AdvancedForm screen={screen} onDone={close} />
          </Suspense>
        )}
      </Panel>
    </DialogTrigger>
  );
}
