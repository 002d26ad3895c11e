import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs";
import type { AuditEvent } from "../../api/schema";
import { useMessages } from "../../messages";
import { scopes, type Scope } from "../../state/search-state";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { Switch } from "../../ui/Switch";
import { useExplorer } from "../explorer";
import styles from "./Context.module.css";
import type { KeptFilters } from "./EventPanel";
import { NeighbourList } from "./NeighbourList";
import { targetValue, userValue } from "./parties";
import type { Neighbours } from "./useNeighbours";

type ContextProps = { id: string; event: AuditEvent; neighbours: Neighbours; filters: KeptFilters };

/** What happened before and after: of the same person, to the same target, by the same way, or at all. */
export function Context({ id, event, neighbours, filters }: ContextProps) {
  const messages = useMessages();
  const words = messages.detail.context;
  const { state, change } = useExplorer();
  const { scope } = state;
  const none = !has[scope](event);
  return (
    <section className={styles.context} aria-label={words.title}>
      <h3 className={styles.title}>{words.title}</h3>
      <Tabs
        selectedKey={scope}
        onSelectionChange={(key) => change({ scope: key as Scope }, { replace: true })}
      >
        <TabList aria-label={words.scopes} className={cx(styles.tabs)}>
          {scopes.map((name) => (
            <Tab key={name} id={name} className={cx(styles.tab)}>
              {words.scope[name]}
            </Tab>
          ))}
        </TabList>
        {/* A panel keeps the name that it began with, and its tab would point at nothing. */}
        <TabPanel key={scope} id={scope} className={cx(styles.panel)} aria-busy={neighbours.outdated}>
          <Switch on={filters.on} isDisabled={filters.none} onChange={filters.choose}>
            {filters.none ? words.noFilters : words.filters}
          </Switch>
          {none && <p className={styles.word}>{words.none[scope]}</p>}
          {!none && neighbours.error && (
            <Notice
              kind="failure"
              actions={<Button onPress={neighbours.retry}>{messages.errors.retry}</Button>}
            >
              {errorText(messages, neighbours.error)}
            </Notice>
          )}
          {neighbours.missingDays.length > 0 && (
            <Notice kind="warning">{words.missing(neighbours.missingDays)}</Notice>
          )}
          {!none && <NeighbourList id={id} middle={event} neighbours={neighbours} filtered={filters.on} />}
        </TabPanel>
      </Tabs>
    </section>
  );
}

/** Whether an event has what its neighbours of a scope would share. */
const has: Record<Scope, (event: AuditEvent) => boolean> = {
  user: (event) => userValue(event) !== "",
  target: (event) => targetValue(event) !== "",
  service_type: (event) => event.service_type !== "",
  all: () => true,
};
