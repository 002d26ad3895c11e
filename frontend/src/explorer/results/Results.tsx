import { useEffect, useMemo, useRef, useState, type CSSProperties, type FocusEvent } from "react";
import type { Term } from "../../api/schema";
import { useMessages } from "../../messages";
import type { Column } from "../../state/search-state";
import { cx } from "../../ui/cx";
import { Sheet } from "../../ui/Opener";
import { part } from "../../ui/part";
import { usePhone } from "../../ui/useMediaQuery";
import { useShortcut } from "../../ui/useShortcut";
import { useWidth } from "../../ui/useWidth";
import { useExplorer } from "../explorer";
import type { Live } from "../live/useLive";
import type { ScreenQuery } from "../useScreen";
import { chosenOf, leastTotal, shownColumns, templateOf, widthsOf } from "./columns";
import { CardHeads, Header } from "./Header";
import { eventOf } from "./items";
import { Line } from "./Line";
import type { Look } from "./look";
import { Pill } from "./Pill";
import styles from "./Results.module.css";
import { useBusy } from "./useBusy";
import { useGrid } from "./useGrid";
import { useLines } from "./useLines";
import { useRowActions } from "./useRowActions";
import { DisplayButton } from "./DisplayButton";

const RowMenu = part(() => import("./RowMenu").then((file) => file.default), { floating: true });
const KeysHelp = part(() => import("./KeysHelp").then((file) => file.default));

type ResultsProps = {
  query: ScreenQuery;
  live: Live;
  /** Matches that were stored since the search ran. */
  fresh: number;
  /** Asks the same question again. */
  onAgain: () => void;
};

const noTerms: readonly Term[] = [];

/** The events: a virtual list of rows, cards on a phone. Nothing in it moves by itself while it is read. */
export function Results({ query, live, fresh, onAgain }: ResultsProps) {
  const messages = useMessages();
  const { state, change, times, question } = useExplorer();
  const phone = usePhone();
  const layout = phone ? "card" : "row";
  const scroller = useRef<HTMLDivElement>(null);
  const [measure, width] = useWidth();
  const [preview, setPreview] = useState<readonly Column[] | null>(null);
  const [help, setHelp] = useState(false);

  const columns = shownColumns(state.cols, width);
  const widths = preview ?? columns;
  const names = columns.map(({ name }) => name).join();
  const terms = query.screen?.interpretation.terms ?? noTerms;
  const look = useMemo<Look>(
    () => ({
      columns: names.split(",") as Column["name"][],
      density: state.density,
      clock: state.times,
      times,
      terms,
    }),
    [names, state.density, state.times, times, terms],
  );

  const lines = useLines({ query, live, layout, scroller });
  const actions = useRowActions({ columns: look.columns, onToggle: lines.toggle });
  const grid = useGrid({
    items: lines.items,
    scroller,
    scrollTo: lines.scrollTo,
    handlers: actions.handlers,
    opened: state.event,
  });
  const busy = useBusy(scroller, state.event !== null || actions.menu !== null, live.setHold);
  useShortcut((key) => {
    if (key === "?") setHelp(true);
    return key === "?";
  });

  // In braces: a browser may give a promise, which is nothing to clean up by.
  const toTop = () => {
    scroller.current?.scrollTo({ top: 0 });
  };
  // Another question begins at the top.
  useEffect(toTop, [question]);

  const setColumns = (next: readonly Column[]) => change({ cols: chosenOf(next) }, { replace: true });
  const waiting = state.live
    ? { count: live.buffer.heldEvents, onShow: live.show }
    : { count: fresh, onShow: onAgain };
  const style = { "--columns": templateOf(widths), "--least": `${leastTotal(widths)}px` } as CSSProperties;

  return (
    <div className={styles.results} ref={measure}>
      <Pill
        count={waiting.count}
        onShow={() => {
          waiting.onShow();
          toTop();
        }}
      />
      {!phone && (
        <div className={styles.view}>
          <DisplayButton look="table" />
        </div>
      )}
      <div
        ref={scroller}
        className={styles.scroller}
        style={style}
        role="grid"
        aria-label={messages.results.label}
        aria-rowcount={query.hasMore ? -1 : lines.items.length + 1}
        aria-colcount={look.columns.length + 1}
        aria-busy={query.loading}
        tabIndex={-1}
        {...busy}
        {...grid.body}
        onFocus={(event: FocusEvent) => {
          busy.onFocus(event);
          grid.body.onFocus(event);
        }}
      >
        {phone ? (
          <CardHeads columns={look.columns} />
        ) : (
          <div role="rowgroup" className={styles.head}>
            <Header
              columns={widths}
              widths={widthsOf(widths, width)}
              onChange={setColumns}
              onPreview={setPreview}
            />
          </div>
        )}
        {lines.day && (
          <div className={styles.today} style={{ height: 0 }} aria-hidden>
            <div style={{ height: lines.dayHeight }}>{times.longDay(lines.day)}</div>
          </div>
        )}
        <div
          role="rowgroup"
          className={cx(
            styles.body,
            query.awaited && styles.outdated,
            query.loading && lines.items.length === 0 && styles.blank,
          )}
          style={{ height: lines.height }}
        >
          {lines.rows.map((row) => {
            const item = lines.items[row.index];
            if (!item) return null;
            return (
              <Line
                key={row.key}
                item={item}
                index={row.index}
                top={row.start}
                height={row.size}
                look={look}
                layout={layout}
                selected={item.kind === "event" && state.event === item.event.id}
                tabbable={grid.tabbable(row.index)}
                onLoadGap={live.loadGap}
                onLoadMore={query.loadMore}
                onRestore={() => {
                  live.restore();
                  onAgain();
                }}
              />
            );
          })}
        </div>
      </div>
      <div role="status" className={styles.said}>
        {actions.said}
      </div>
      {actions.menu && (
        <RowMenu
          {...actions.menu}
          event={eventOf(actions.menu.row)}
          burst={actions.menu.row.kind === "burst"}
          onAction={(action) => actions.menu && actions.act(actions.menu.row, action)}
          onClose={actions.closeMenu}
        />
      )}
      {help && (
        <Sheet title={messages.keys.title} side="middle" onClose={() => setHelp(false)}>
          {() => <KeysHelp />}
        </Sheet>
      )}
    </div>
  );
}
