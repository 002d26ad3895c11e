import { useState } from "react";
import { useMessages } from "../../messages";
import { exclusionOf } from "../../state/search-state";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import { FacetEmpty } from "./FacetEmpty";
import { FacetFind } from "./FacetFind";
import { FacetList } from "./FacetList";
import styles from "./FacetParts.module.css";
import { choicesOf } from "./facets";
import { FacetSection } from "./FacetSection";
import { FacetSkeleton } from "./FacetSkeleton";
import { usePeople, type PartyName } from "./usePeople";

type PartyFacetProps = {
  name: PartyName;
  /** The screen is there: what is in sight was asked for first. */
  ready: boolean;
  /** The screen is under way. */
  loading: boolean;
};

/** Users or targets: the ten with the most events, and all others by any part of their name. */
export function PartyFacet(props: PartyFacetProps) {
  return <FacetSection name={props.name}>{() => <Values {...props} />}</FacetSection>;
}

function Values({ name, ready, loading }: PartyFacetProps) {
  const messages = useMessages();
  const words = messages.facets;
  const { state } = useExplorer();
  const [wanted, setWanted] = useState("");
  const marked = [...state[name], ...state[exclusionOf(name)]];
  const { values, more, failed, outdated } = usePeople(name, wanted, ready, marked);
  const choices = values && choicesOf(state, name, values, false);
  const shown = wanted.trim() === "" ? choices : choices?.filter(({ count }) => count !== null);
  return (
    <>
      <FacetFind label={words.find(messages.fields[name] ?? name)} value={wanted} onChange={setWanted} />
      {failed && !outdated && <p className={styles.problem}>{words.failed}</p>}
      {!shown && !failed && (ready || loading) && <FacetSkeleton rows={10} />}
      {shown && (
        <div className={cx(outdated && styles.waiting)}>
          <FacetList name={name} choices={shown} />
          {shown.length === 0 && <FacetEmpty />}
          {more && <p className={styles.empty}>{words.others}</p>}
        </div>
      )}
    </>
  );
}
