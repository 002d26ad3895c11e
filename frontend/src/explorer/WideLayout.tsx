import { useMessages } from "../messages";
import { useDraft } from "./ask/useDraft";
import { Advanced } from "./conditions/Advanced";
import { Chips } from "./conditions/Chips";
import { Facets } from "./facets/Facets";
import { DownloadButton } from "./download/DownloadButton";
import { useExplorer } from "./explorer";
import { HistogramPanel } from "./histogram/HistogramPanel";
import { eventsOf } from "./live/buffer";
import { LiveBar } from "./live/LiveBar";
import { LiveSwitch } from "./live/LiveSwitch";
import { Notices } from "./Notices";
import type { Parts } from "./parts";
import { PeriodPicker } from "./period/PeriodPicker";
import { SearchBox } from "./SearchBox";
import { Total } from "./Total";
import { ViewButton } from "../views/ViewButton";
import styles from "./WideLayout.module.css";

/** The desk's arrangement: question on top, then time, then filters beside the table and the detail beside that. */
export function WideLayout({ query, live, onSearch, results, detail }: Parts) {
  const messages = useMessages();
  const { state } = useExplorer();
  const [draft, setDraft] = useDraft(state.q);
  return (
    <main className={styles.layout}>
      <h1 className="visually-hidden">{`${messages.nav.audit} › ${messages.nav.contacts}`}</h1>
      <div className={styles.top}>
        <SearchBox draft={draft} onDraft={setDraft} onSearch={onSearch} />
        <ViewButton />
        <LiveSwitch tail={live.state} />
        <DownloadButton query={query} />
      </div>
      <div className={styles.period}>
        <PeriodPicker />
        <Advanced query={query} onSearch={onSearch} trigger="word" draft={draft} />
        {/* Beside the period: the first condition moves nothing under the pointer that set it. */}
        <div className={styles.chips}>
          <Chips interpretation={query.screen?.interpretation} outdated={query.outdated} />
        </div>
        <div className={styles.total}>
          <Total query={query} liveRows={state.live ? eventsOf(live.buffer).length : null} />
        </div>
      </div>
      <Notices query={query} />
      <HistogramPanel histogram={query.screen?.histogram} outdated={query.awaited} />
      <div className={styles.body}>
        <section className={styles.facets} aria-label={messages.facets.label}>
          <h2 className="visually-hidden">{messages.facets.label}</h2>
          <Facets facets={query.screen?.facets} outdated={query.awaited} loading={query.loading} />
        </section>
        <section id="events" tabIndex={-1} className={styles.table} aria-label={messages.results.label}>
          {state.live && <LiveBar live={live} stored={query.events} />}
          {results}
        </section>
        {detail}
      </div>
    </main>
  );
}
