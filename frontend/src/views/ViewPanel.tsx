import { useState } from "react";
import { useExplorer } from "../explorer/explorer";
import { useMessages } from "../messages";
import { useSession } from "../session/session";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Notice } from "../ui/Notice";
import { Switch } from "../ui/Switch";
import { SaveForm } from "./SaveForm";
import type { PresentView } from "./usePresentView";
import { useChangeView } from "./useViews";
import styles from "./ViewPanel.module.css";
import { addressOf, openView } from "./views";

type ViewPanelProps = { present: PresentView | null; onDone: () => void };

/** What can be done with the present view, or the form that saves one. */
export default function ViewPanel({ present, onDone }: ViewPanelProps) {
  const [asNew, setAsNew] = useState(false);
  if (!present || asNew) return <SaveForm onDone={onDone} />;
  return <Present {...present} onDone={onDone} onSaveAsNew={() => setAsNew(true)} />;
}

type PresentProps = PresentView & { onDone: () => void; onSaveAsNew: () => void };

function Present({ view, changed, onDone, onSaveAsNew }: PresentProps) {
  const messages = useMessages();
  const words = messages.views;
  const { state, change } = useExplorer();
  const { role } = useSession();
  const changing = useChangeView();
  const own = view.mine || role === "admin";
  return (
    <div className={styles.panel}>
      <h2 className={styles.name}>
        <bdi>{view.name}</bdi>
      </h2>
      <p className={styles.about}>{changed ? words.changedLong : words.asSaved}</p>
      {changing.error && (
        <Notice kind="failure">{words.notChanged(view.name, errorText(messages, changing.error))}</Notice>
      )}
      {changed && (
        <div className={styles.actions}>
          {own && (
            <Button
              look="primary"
              onPress={() => changing.mutate({ id: view.id, change: { address: addressOf(state) } })}
            >
              {words.update}
            </Button>
          )}
          <Button
            onPress={() => {
              change({ ...openView(view).state, event: state.event, live: state.live });
              onDone();
            }}
          >
            {words.back}
          </Button>
        </div>
      )}
      <Switch on={view.starred} onChange={(starred) => changing.mutate({ id: view.id, change: { starred } })}>
        {words.starred}
      </Switch>
      <div className={styles.actions}>
        <Button onPress={onSaveAsNew}>{words.saveAsNew}</Button>
      </div>
    </div>
  );
}
