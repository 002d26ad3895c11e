import { useEffect, useRef, useState, type ReactNode } from "react";
import { usePhone } from "../ui/useMediaQuery";
import { useSettled } from "../views/DefaultView";
import { Detail } from "./detail/Detail";
import { Empty } from "./Empty";
import { ExplorerProvider, useExplorerState } from "./explorer";
import { eventsOf } from "./live/buffer";
import { useLive } from "./live/useLive";
import { useLiveNumbers } from "./live/useLiveNumbers";
import { PhoneLayout } from "./PhoneLayout";
import { PrintSheet } from "./print/PrintSheet";
import { Pill } from "./results/Pill";
import { Results } from "./results/Results";
import { useFresh } from "./results/useFresh";
import { useScreen, type ScreenQuery } from "./useScreen";
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
  const forgetOnce = useOnceAnswered(query);
  const live = useLive({
    enabled: state.live,
    question,
    onStart: askAgain,
    onStop: (forget) => {
      forgetOnce(forget);
      askAgain();
    },
  });
  const numbers = useLiveNumbers(question, state.live, live.buffer.arrived);
  const settled = !state.live && !query.outdated && !query.loading;
  const fresh = useFresh(question, settled ? (query.screen?.seq ?? null) : null);

  const onSearch = (q: string) => {
    if (q === state.q) askAgain();
    else change({ q });
  };

  const nothing = query.screen?.total.value === 0 && !query.outdated && live.buffer.rows.length === 0;
  const list = [...eventsOf(live.buffer), ...query.events];
  const onNearEnd = query.hasMore && query.more === "idle" ? query.loadMore : null;
  const current: ScreenQuery =
    numbers && query.screen && !query.outdated
      ? { ...query, screen: { ...query.screen, ...numbers } }
      : query;
  const parts = {
    query: current,
    live,
    onSearch,
    results:
      nothing && !state.live ? (
        <>
          <Pill count={fresh} onShow={askAgain} look="inline" />
          <Empty />
        </>
      ) : (
        <Results query={query} live={live} fresh={fresh} onAgain={askAgain} />
      ),
    detail: <Detail id={state.event} list={list} onNearEnd={onNearEnd} />,
  };
  return (
    <ExplorerProvider value={explorer}>
      {phone ? <PhoneLayout {...parts} /> : <WideLayout {...parts} />}
      <PrintSheet query={query} />
    </ExplorerProvider>
  );
}

/** Runs what it was given when the search has another answer than at that moment. */
function useOnceAnswered({ screen, outdated }: ScreenQuery): (run: () => void) => void {
  const waiting = useRef<{ run: () => void; screen: ScreenQuery["screen"] } | null>(null);
  const latest = useRef(screen);
  useEffect(() => {
    latest.current = screen;
    if (!waiting.current || outdated || waiting.current.screen === screen) return;
    waiting.current.run();
    waiting.current = null;
  }, [screen, outdated]);
  return (run) => (waiting.current = { run, screen: latest.current });
}
