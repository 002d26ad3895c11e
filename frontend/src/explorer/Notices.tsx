import { useState } from "react";
import { useBoot } from "../app/boot";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Notice } from "../ui/Notice";
import { ZoneNotice } from "./period/ZoneNotice";
import { ViewNotice } from "../views/ViewNotice";
import type { ScreenQuery } from "./useScreen";

/** What the reader should know of the screen as a whole: a link in part not understood, days not read, a failure. */
export function Notices({ query }: { query: ScreenQuery }) {
  const messages = useMessages();
  const { ignored } = useBoot();
  const [dismissed, setDismissed] = useState(false);
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
          {messages.search.ignored}{" "}
          {ignored.map(({ parameter, value }) => `${parameter}=${value}`).join(", ")}
        </Notice>
      )}
      {missing.length > 0 && <Notice kind="warning">{messages.results.missing(missing)}</Notice>}
      {query.error && (
        <Notice kind="failure" actions={<Button onPress={query.retry}>{messages.errors.retry}</Button>}>
          {errorText(messages, query.error)}
        </Notice>
      )}
    </>
  );
}
