import { useState, type SyntheticEvent } from "react";
import { useExplorer } from "../explorer/explorer";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Notice } from "../ui/Notice";
import { Switch } from "../ui/Switch";
import { TextInput } from "../ui/TextInput";
import { nameProblem, problemOfName } from "./nameProblem";
import { useCreateView } from "./useViews";
import styles from "./ViewPanel.module.css";
import { addressOf } from "./views";

/** Saves what is shown under a name. */
export function SaveForm({ onDone }: { onDone: () => void }) {
  const messages = useMessages();
  const words = messages.views;
  const { state, change } = useExplorer();
  const creating = useCreateView();
  const [name, setName] = useState("");
  const [marks, setMarks] = useState({ shared: false, starred: false, default: false });
  const [empty, setEmpty] = useState(false);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (name.trim() === "") {
      setEmpty(true);
      return;
    }
    creating.mutate(
      { name: name.trim(), address: addressOf(state), ...marks },
      {
        onSuccess: (view) => {
          change({ view: view.id }, { replace: true });
          onDone();
        },
      },
    );
  };
  const ofName = problemOfName(creating.error);
  const problem = empty ? words.noName : ofName ? nameProblem(messages, ofName) : "";
  return (
    <form className={styles.panel} onSubmit={submit} aria-label={words.save}>
      <TextInput
        label={words.name}
        help={words.nameHelp}
        problem={problem}
        value={name}
        onChange={(value) => {
          setName(value);
          setEmpty(false);
          creating.reset();
        }}
        maxLength={120}
        autoComplete="off"
        autoFocus
      />
      <div className={styles.switches}>
        {(["starred", "shared", "default"] as const).map((mark) => (
          <Switch key={mark} on={marks[mark]} onChange={(on) => setMarks({ ...marks, [mark]: on })}>
            {words[mark]}
          </Switch>
        ))}
      </div>
      {creating.error && !ofName && (
        <Notice kind="failure">{words.notSaved(errorText(messages, creating.error))}</Notice>
      )}
      <div className={styles.actions}>
        <Button type="submit" look="primary" isDisabled={creating.isPending}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
