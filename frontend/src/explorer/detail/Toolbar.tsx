import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect } from "react";
import type { AuditEvent } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { useExplorer } from "../explorer";
import { CopyButton } from "./CopyButton";
import { linkTo } from "./link";
import { pairIn } from "./paging";
import type { Neighbours } from "./useNeighbours";

type ToolbarProps = {
  id: string;
  event: AuditEvent | undefined;
  list: readonly AuditEvent[];
  neighbours: Neighbours;
  onNearEnd: (() => void) | null;
};

/** The ways from this event to the ones above and below, in the list or, where that does not have it, in time. And its link. */
export function Toolbar({ id, event, list, neighbours, onNearEnd }: ToolbarProps) {
  const words = useMessages().detail;
  const { state, change, zone } = useExplorer();
  const { above, below } = pairIn(list, id) ?? pairIn(neighbours.events ?? [], id) ?? {};

  const place = list.findIndex((listed) => listed.id === id);
  const nearEnd = place >= 0 && place >= list.length - 5;
  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, onNearEnd]);

  const open = (to: AuditEvent | undefined) => to && change({ event: to.id }, { replace: true });
  return (
    <>
      {event && (
        <CopyButton
          look="link"
          label={words.copyLink}
          text={window.location.origin + window.location.pathname + linkTo(event, state, zone)}
        />
      )}
      <Button
        look="plain"
        shape="square"
        aria-label={words.previous}
        isDisabled={!above}
        onPress={() => open(above)}
      >
        <ChevronUp size={18} aria-hidden />
      </Button>
      <Button
        look="plain"
        shape="square"
        aria-label={words.next}
        isDisabled={!below}
        onPress={() => open(below)}
      >
        <ChevronDown size={18} aria-hidden />
      </Button>
    </>
  );
}
