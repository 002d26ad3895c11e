import { ListFilter } from "lucide-react";
import { NavigationMenu } from "../app/Navigation";
import { useMessages } from "../messages";
import { exclusionNames, filterNames } from "../state/search-state";
import { Button } from "../ui/Button";
import { Opener } from "../ui/Opener";
import { Advanced } from "./conditions/Advanced";
import { Chips } from "./conditions/Chips";
import { Facets } from "./facets/Facets";
import { DownloadButton } from "./download/DownloadButton";
import { useExplorer } from "./explorer";
import { FreshnessLine } from "./freshness/FreshnessLine";
import { HistogramPanel } from "./histogram/HistogramPanel";
import { eventsOf } from "./live/buffer";
import { LiveBar } from "./live/LiveBar";
import { LiveSwitch } from "./live/LiveSwitch";
import { Notices } from "./Notices";
import type { Parts } from "./parts";
import { PeriodPicker } from "./period/PeriodPicker";
import { periodName } from "./period/period";
import styles from "./PhoneLayout.module.css";
import { DisplayButton } from "./results/DisplayButton";
import { SortButton } from "./results/SortButton";

import { Total } from "./Total";
import { useSession } from "../session/session";
import { ViewButton } from "../views/ViewButton";
import { ViewName } from "../views/ViewName";

/** The phone's arrangement: search behind the icon, cards, and what narrows them in the bar at the thumb. */
export function PhoneLayout({ query, live, onSearch, results, detail }: Parts) {
  const messages = useMessages();
  const { state, times, zone } = useExplorer();
  const { retention_days } = useSession();
  const chosen = [...filterNames, ...exclusionNames].reduce((count, name) => count + state[name].length, 0);
  return (
    <main className={styles.layout}>
      <header className={styles.top}>
        <NavigationMenu />
        <div className={styles.title}>
          <h1>{messages.nav.contacts}</h1>
          <ViewName />
        </div>
        <ViewButton />
        <LiveSwitch tail={live.state} />
        <Advanced query={query} onSearch={onSearch} trigger="icon" />
      </header>
      <div className={styles.chips}>
        <Chips interpretation={query.screen?.interpretation} outdated={query.outdated} />
      </div>
      <div className={styles.notices}>
        <Notices query={query} />
      </div>
      <HistogramPanel histogram={query.screen?.histogram} outdated={query.awaited} />
      <div className={styles.total}>
        <div className={styles.counted}>
          <Total query={query} liveRows={state.live ? eventsOf(live.buffer).length : null} />
          <p className={styles.period}>
            {messages.period.inZone(periodName(state, retention_days, messages, times), zone)}
          </p>
          <FreshnessLine />
        </div>
        <div className={styles.signs}>
          <DisplayButton look="cards" />
          <SortButton look="sign" />
        </div>
      </div>
      {state.live && <LiveBar live={live} stored={query.events} />}
      <section id="events" tabIndex={-1} className={styles.list} aria-label={messages.results.label}>
        {results}
      </section>
      <footer className={styles.bar}>
        <Opener
          title={messages.facets.label}
          as="bottom"
          button={(opens) => (
            <Button {...opens} className={styles.action}>
              <ListFilter size={18} aria-hidden />
              {messages.facets.button}
              {chosen > 0 && <span className={styles.badge}>{messages.number(chosen)}</span>}
            </Button>
          )}
        >
          {(close) => (
            <>
              <div className={styles.facets}>
                <Facets facets={query.screen?.facets} outdated={query.awaited} loading={query.loading} />
              </div>
              <div className={styles.done}>
                <Button look="primary" onPress={close}>
                  {messages.facets.done}
                </Button>
              </div>
            </>
          )}
        </Opener>
        <PeriodPicker compact />
        <DownloadButton query={query} className={styles.action} />
      </footer>
      {detail}
    </main>
  );
}
