import { useState } from "react";
import type { FacetValue } from "../../api/schema";
import { useMessages, valueLabel } from "../../messages";
import type { FacetName } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { useExplorer } from "../explorer";
import { FacetEmpty } from "./FacetEmpty";
import { FacetFind } from "./FacetFind";
import { FacetList } from "./FacetList";
import { choicesOf } from "./facets";
import { FacetSection } from "./FacetSection";
import { FacetSkeleton } from "./FacetSkeleton";

// More than this many are folded, so that the other facets are in sight.
const folded = 6;

// Before the answer is there; of tasks with the box to search them and the way to all.
const expected: Record<FacetName, number> = { status: 2, service_type: 5, task: folded + 2 };

type CodedFacetProps = { name: FacetName; counted: FacetValue[] | undefined; loading: boolean };

/** A field of few values, all of which came with the screen. */
export function CodedFacet(props: CodedFacetProps) {
  return <FacetSection name={props.name}>{() => <Values {...props} />}</FacetSection>;
}

function Values({ name, counted, loading }: CodedFacetProps) {
  const messages = useMessages();
  const words = messages.facets;
  const { state } = useExplorer();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState("");
  if (!counted) {
    return loading ? <FacetSkeleton rows={expected[name]} /> : null;
  }
  const choices = choicesOf(state, name, counted, true);
  const fold = (text: string) => text.toLocaleLowerCase(messages.timeLocale);
  const found = choices.filter(({ value }) =>
    fold(`${valueLabel(messages, name, value)} ${value}`).includes(fold(wanted.trim())),
  );
  const shown =
    open || wanted.trim() !== ""
      ? found
      : found.filter((choice, at) => at < folded || choice.mark !== "none");
  const hidden = found.length - shown.length;
  return (
    <>
      {choices.length > folded && (
        <FacetFind label={words.find(messages.fields[name] ?? name)} value={wanted} onChange={setWanted} />
      )}
      <FacetList name={name} choices={shown} />
      {found.length === 0 && <FacetEmpty />}
      {(hidden > 0 || open) && wanted.trim() === "" && (
        <Button look="text" onPress={() => setOpen(!open)}>
          {open ? words.fewer : words.more(hidden)}
        </Button>
      )}
    </>
  );
}
