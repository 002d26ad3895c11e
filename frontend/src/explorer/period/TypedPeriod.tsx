import { useState } from "react";
import { useMessages } from "../../messages";
import { useSession } from "../../session/session";
import { usePhone } from "../../ui/useMediaQuery";
import { TextInput } from "../../ui/TextInput";
import { useExplorer } from "../explorer";
import { periodName, periodSpan, resolvePeriod, type Period } from "./period";
import { readTyped } from "./typed/typed";
import styles from "./TypedPeriod.module.css";

type TypedPeriodProps = { now: Date; onApply: (period: Period) => void };

/** A line for periods in words. What was understood is shown while one types, and Enter applies it. */
export function TypedPeriod({ now, onApply }: TypedPeriodProps) {
  const messages = useMessages();
  const words = messages.period;
  const { zone, times } = useExplorer();
  const { retention_days } = useSession();
  const phone = usePhone();
  const [text, setText] = useState("");
  // A word that is not finished is no mistake: it is called one when Enter is pressed.
  const [asked, setAsked] = useState("");
  const typed = readTyped(text, zone, now);

  const period = typed && "period" in typed ? typed.period : null;
  const problem =
    typed && "problem" in typed && asked === text ? words.problems[typed.problem](typed.text) : "";
  const name = period && periodName(period, retention_days, messages, times);
  const said =
    period && name !== null && words.understood(name, periodSpan(period, zone, now, messages, times) || name);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (period) onApply(period);
        else setAsked(text);
      }}
    >
      <TextInput
        label={words.typed}
        value={text}
        onChange={setText}
        problem={problem}
        autoComplete="off"
        autoFocus={!phone}
        {...(text.trim() === "" ? { help: words.typedHelp } : {})}
      />
      <p className={styles.understood} role="status">
        {said}
        {period && <span className={styles.more}>{aside(period) ?? words.enter}</span>}
      </p>
    </form>
  );

  function aside(of: Period): string | null {
    const { from, to } = resolvePeriod(of, zone, now);
    if (from && from > now) return words.future;
    const kept = now.getTime() - retention_days * 86_400_000;
    return to && to.getTime() < kept ? words.tooOld(retention_days) : null;
  }
}
