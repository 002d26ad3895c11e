import { useState } from "react";
import type { Screen } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import { facetNames, type FacetName } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { TextInput } from "../../ui/TextInput";
import { useExplorer } from "../explorer";
import { applyConditions, conditionsOf, noConditions, type Conditions } from "./advanced";
import styles from "./AdvancedForm.module.css";

type AdvancedFormProps = { screen: Screen | undefined; onDone: () => void };

/** Several conditions at once, as in the guide: fill in, then Search. On a phone this is the search. */
export default function AdvancedForm({ screen, onDone }: AdvancedFormProps) {
  const messages = useMessages();
  const words = messages.advanced;
  const { state, change } = useExplorer();
  const [draft, setDraft] = useState<Conditions>(() =>
    conditionsOf(state, screen?.interpretation.chips ?? []),
  );
  const set = (patch: Partial<Conditions>) => setDraft((now) => ({ ...now, ...patch }));

  const known: Record<FacetName, string[]> = {
    status: Object.keys(messages.labels.status ?? {}),
    service_type: Object.keys(messages.labels.service_type ?? {}),
    task: Object.keys(messages.labels.task ?? {}),
  };
  const valuesOf = (name: FacetName) => {
    const counted = (screen?.facets[name] ?? []).map(({ value }) => value).filter((value) => value !== "");
    return [...new Set([...known[name], ...counted, ...state[name]])];
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        change(applyConditions(draft));
        onDone();
      }}
    >
      <div className={styles.texts}>
        <TextInput
          label={words.words}
          help={words.wordsHelp}
          value={draft.words}
          onChange={(value) => set({ words: value })}
          autoFocus
        />
        <TextInput
          label={words.user}
          help={words.userHelp}
          value={draft.user}
          onChange={(user) => set({ user })}
        />
        <TextInput
          label={words.target}
          help={words.targetHelp}
          value={draft.target}
          onChange={(target) => set({ target })}
        />
      </div>
      <div className={styles.choices}>
        {facetNames.map((name) => (
          <fieldset key={name} className={styles.group}>
            <legend>{messages.fields[name]}</legend>
            <div className={styles.values}>
              {valuesOf(name).map((value) => (
                <label key={value} className={styles.value}>
                  <input
                    type="checkbox"
                    checked={draft[name].includes(value)}
                    onChange={(event) =>
                      set({
                        [name]: event.target.checked
                          ? [...draft[name], value]
                          : draft[name].filter((other) => other !== value),
                      })
                    }
                  />
                  {valueLabel(messages, name, value)}
                </label>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <div className={styles.foot}>
        <Button onPress={() => setDraft(noConditions)}>{words.reset}</Button>
        <Button type="submit" look="primary">
          {words.submit}
        </Button>
      </div>
    </form>
  );
}
