import { useState } from "react";
import { useMessages } from "../../messages";
import { useOwnZone } from "../../session/ownZone";
import { isSameZone } from "../../state/moment";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { useExplorer } from "../explorer";
import { fixed } from "./period";

/** Says that a link shows times in another zone than the reader's own, and offers that: the same events, other clocks. */
export function ZoneNotice() {
  const words = useMessages().period;
  const { state, change, zone } = useExplorer();
  const own = useOwnZone();
  const [accepted, setAccepted] = useState<string | null>(null);
  if (isSameZone(zone, own) || zone === accepted) return null;
  return (
    <Notice
      kind="info"
      actions={
        <>
          <Button look="text" onPress={() => change({ ...fixed(state, zone, new Date()), tz: own })}>
            {words.showIn(own)}
          </Button>
          <Button look="text" onPress={() => setAccepted(zone)}>
            {words.keepSent}
          </Button>
        </>
      }
    >
      {words.sent(zone)}
    </Notice>
  );
}
