import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import {
  Button as AriaButton,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DateRangePicker,
  DateSegment,
  Group,
  RangeCalendar,
} from "react-aria-components/DateRangePicker";
import { Heading } from "react-aria-components/Heading";
import { useMessages } from "../../messages";
import { useSession } from "../../session/session";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import type { Period } from "./period";
import { periodOf, rangeOf, type MinuteRange } from "./range";
import styles from "./RangeForm.module.css";

type RangeFormProps = { now: Date; onApply: (period: Period) => void };

/** Two minutes of the chosen zone, typed or picked in the calendar. */
export function RangeForm({ now, onApply }: RangeFormProps) {
  const words = useMessages().period;
  const { state, zone } = useExplorer();
  const { retention_days } = useSession();
  const [range, setRange] = useState<MinuteRange>(() => rangeOf(state, zone, now, retention_days));
  const period = periodOf(range);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (period) onApply(period);
      }}
    >
      <DateRangePicker
        className={cx(styles.picker)}
        aria-label={words.absolute}
        granularity="minute"
        hourCycle={24}
        hideTimeZone
        shouldForceLeadingZeros
        shouldCloseOnSelect={false}
        value={range}
        onChange={(next) => next && setRange(next)}
      >
        <Group className={cx(styles.ends)}>
          {(["start", "end"] as const).map((slot) => (
            <div key={slot} className={styles.end}>
              <span aria-hidden>{words[slot]}</span>
              <DateInput slot={slot} className={cx(styles.input)}>
                {(segment) => <DateSegment segment={segment} className={cx(styles.segment)} />}
              </DateInput>
            </div>
          ))}
        </Group>
        <RangeCalendar className={cx(styles.calendar)} autoFocus={false} defaultFocusedValue={range.end}>
          <header className={styles.month}>
            <AriaButton slot="previous" className={cx(styles.turn)} aria-label={words.previousMonth}>
              <ChevronLeft size={16} aria-hidden />
            </AriaButton>
            <Heading className={cx(styles.title)} />
            <AriaButton slot="next" className={cx(styles.turn)} aria-label={words.nextMonth}>
              <ChevronRight size={16} aria-hidden />
            </AriaButton>
          </header>
          <CalendarGrid className={cx(styles.grid)} weekdayStyle="short">
            <CalendarGridHeader>
              {(day) => <CalendarHeaderCell className={cx(styles.weekday)}>{day}</CalendarHeaderCell>}
            </CalendarGridHeader>
            <CalendarGridBody>
              {(date) => <CalendarCell date={date} className={cx(styles.cell)} />}
            </CalendarGridBody>
          </CalendarGrid>
        </RangeCalendar>
      </DateRangePicker>
      <div className={styles.foot}>
        <p className={cx(styles.help, !period && styles.problem)} role={period ? undefined : "alert"}>
          {period ? words.absoluteHelp : words.backwards}
        </p>
        <Button type="submit" look="primary" isDisabled={!period}>
          {words.apply}
        </Button>
      </div>
    </form>
  );
}
