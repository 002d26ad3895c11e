import { useState, type ReactNode } from "react";
import { usePhone } from "../ui/useMediaQuery";
import { useSettled } from "../views/DefaultView";
import { Detail } from "./detail/Detail";
import { Empty } from "./Empty";
import { ExplorerProvider, useExplorerState } from "./explorer";
import { eventsOf } from "./live/buffer";
import { useLive } from "./live/useLive";
import { PhoneLayout } from "./PhoneLayout";
import { PrintSheet } from "./print/PrintSheet";
import { Results } from "./results/Results";
import { useScreen } from "./useScreen";
import { WideLayout } from "./WideLayout";

/** Audit › Contacts: the explorer. Everything shown follows from the address. */
export function ContactsScreen(): ReactNode {
  const explorer = useExplorerState();
  const { state, change, question } = explorer;
  const phone = usePhone();
  // Asking the same again (Search pressed twice, a tail that begins) is a new generation of the same question.
  const [generation, setGeneration] = useState(0);
  const askAgain = () => setGeneration((now) => now + 1);
  const query = useScreen(question, generation, useSettled());
  const live = useLive({ enabled: state.live, question, onStart: askAgain });

  const onSearch = (q: string) => {
    if (q === state.q) askAgain();
    else change({ q });
  };

  const nothing = query.screen?.total.value === 0 && !query.outdated && live.buffer.rows.length === 0;
  const list = [...eventsOf(live.buffer), ...query.events];
  const onNearEnd = query.hasMore && query.more === "idle" ? query.loadMore : null;
  const parts = {
    query,
    live,
    onSearch,
    results: nothing && !state.live ? <Empty /> : <Results query={query} live={live} />,
    detail: <Detail id={state.event} list={list} onNearEnd={onNearEnd} />,
  };
  return (
    <ExplorerProvider value={explorer}>
      {phone ? <PhoneLayout {...parts} /> : <WideLayout {...parts} />}
      <PrintSheet query={query} />
    </ExplorerProvider>
  );
}
