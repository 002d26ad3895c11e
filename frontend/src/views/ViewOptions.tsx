import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { ApiError } from "../api/errors";
import type { View, ViewChange } from "../api/schema";
import { useMessages } from "../messages";
import { useSession } from "../session/session";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Switch } from "../ui/Switch";
import { TextInput } from "../ui/TextInput";
import styles from "./ManageViews.module.css";
import { nameProblem } from "./nameProblem";
import { useShownState } from "./useShownState";
import { useDeleteView } from "./useViews";
import { addressOf, isChanged } from "./views";

type ViewOptionsProps = {
  view: View;
  /** What the server said of the name that was tried last. */
  problem: ApiError | null;
  onChange: (change: ViewChange) => void;
  /** The name is another one now. */
  onForget: () => void;
  onFailure: (sentence: string) => void;
};

/** What can be done to a view; what it is, only by its owner and by administrators. */
export function ViewOptions({ view, problem, onChange, onForget, onFailure }: ViewOptionsProps) {
  const messages = useMessages();
  const words = messages.views;
  const { role } = useSession();
  const shown = useShownState();
  const [name, setName] = useState(view.name);
  const own = view.mine || role === "admin";
  const wanted = name.trim();
  return (
    <div className={styles.options}>
      <Switch on={view.default} onChange={(on) => onChange({ default: on })}>
        {words.default}
      </Switch>
      {own && (
        <>
          <Switch on={view.shared} onChange={(shared) => onChange({ shared })}>
            {words.shared}
          </Switch>
          <form
            className={styles.rename}
            onSubmit={(event) => {
              event.preventDefault();
              if (wanted !== "" && wanted !== view.name) onChange({ name: wanted });
            }}
          >
            <TextInput
              label={words.name}
              value={name}
              maxLength={120}
              autoComplete="off"
              problem={wanted === "" ? words.noName : problem ? nameProblem(messages, problem) : ""}
              onChange={(value) => {
                setName(value);
                onForget();
              }}
            />
            <Button type="submit" isDisabled={wanted === "" || wanted === view.name}>
              {words.rename}
            </Button>
          </form>
          <div className={styles.actions}>
            <Button
              isDisabled={shown === null || !isChanged(shown, view)}
              onPress={() => shown && onChange({ address: addressOf(shown) })}
            >
              {words.updateTo}
            </Button>
            <DeleteButton view={view} onFailure={onFailure} />
          </div>
          {shown === null && <p className={styles.about}>{words.notOnScreen}</p>}
        </>
      )}
    </div>
  );
}

function DeleteButton({ view, onFailure }: { view: View; onFailure: (sentence: string) => void }) {
  const messages = useMessages();
  const words = messages.views;
  const navigate = useNavigate();
  const shown = useShownState();
  const deleting = useDeleteView();
  const [asked, setAsked] = useState(false);
  if (!asked) return <Button onPress={() => setAsked(true)}>{words.delete}</Button>;
  const remove = () => {
    onFailure("");
    if (shown?.view === view.id) void navigate({ to: "/", search: { ...shown, view: null }, replace: true });
    deleting.mutate(view.id, {
      onError: (error) => onFailure(words.notChanged(view.name, errorText(messages, error))),
    });
  };
  return (
    <div className={styles.confirm} role="group" aria-label={words.delete}>
      <span className={styles.question}>
        {view.shared ? words.confirmShared(view.name) : words.confirm(view.name)}
      </span>
      <Button className={styles.danger} onPress={remove} autoFocus>
        {words.delete}
      </Button>
      <Button onPress={() => setAsked(false)}>{words.keep}</Button>
    </div>
  );
}
