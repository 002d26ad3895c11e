import { useState } from "react";
import { useExplorer } from "../explorer/explorer";
import { useMessages } from "../messages";
import { ignoredText } from "../state/url";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { useViews } from "./useViews";
import { openView } from "./views";

/** Says that the address's view is no longer there, or what of its address was not understood. */
export function ViewNotice() {
  const words = useMessages().views;
  const { state, change } = useExplorer();
  const views = useViews();
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (state.view === null || !views.data) return null;
  const view = views.data.find(({ id }) => id === state.view);
  if (!view) {
    return (
      <Notice
        kind="info"
        actions={
          <Button look="text" onPress={() => change({ view: null }, { replace: true })}>
            {words.dismiss}
          </Button>
        }
      >
        {words.gone}
      </Notice>
    );
  }
  const { ignored } = openView(view);
  if (ignored.length === 0 || dismissed === view.id) return null;
  return (
    <Notice
      kind="warning"
      actions={
        <Button look="text" onPress={() => setDismissed(view.id)}>
          {words.dismiss}
        </Button>
      }
    >
      {words.ignored(view.name, ignoredText(ignored))}
    </Notice>
  );
}
