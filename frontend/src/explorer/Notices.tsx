import { useState } from "react";
import { OfflineError } from "../api/errors";
import { useBoot } from "../app/boot";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { ignoredText } from "../state/url";
import { Notice } from "../ui/Notice";
import { useFreshness } from "./freshness/useFreshness";
import { ZoneNotice } from "./period/ZoneNotice";
import { ViewNotice } from "../views/ViewNotice";
import { Failure } from "./states/Failure";
import type { ScreenQuery } from "./useScreen";

/** What the reader should know of the screen as a whole: a link in part not understood, days not read, a failure. */
export function Notices({ query }: { query: ScreenQuery }) {
  const messages = useMessages();
  const { ignored } = useBoot();
  const [dismissed, setDismissed] = useState(false);
  const pulse = useFreshness();
  // The search may have its answer while the server goes away.
  const away = pulse.error instanceof OfflineError ? pulse.error : null;
  const missing = query.screen?.missing_days ?? [];
  return (
    <>
      <ZoneNotice />
      <ViewNotice />
      {ignored.length > 0 && !dismissed && (
        <Notice
          kind="warning"
          actions={
            <Button look="text" onPress={() => setDismissed(true)}>
              {messages.search.dismiss}
            </Button>
          }
        >
          {messages.search.ignored} {ignoredText(ignored)}
        </Notice>
      )}
      {missing.length > 0 && <Notice kind="warning">{messages.results.missing(missing)}</Notice>}
      {query.canceled && (
        <Notice kind="info" actions={<Button onPress={query.retry}>{messages.states.again}</Button>}>
          {query.screen ? messages.states.canceled : messages.states.canceledFirst}
        </Notice>
      )}
      <Failure
        error={query.error ?? away}
        trying={query.error ? query.loading : pulse.isFetching}
        retry={() => {
          if (query.error) query.retry();
          if (pulse.isError) void pulse.refetch();
        }}
        heard={pulse.dataUpdatedAt}
      />
    </>
  );
}
