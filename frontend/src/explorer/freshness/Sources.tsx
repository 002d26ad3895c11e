import { TriangleAlert } from "lucide-react";
import { useMessages, valueLabel } from "../../messages";
import { useRelativeTime } from "../../time/useRelativeTime";
import { cx } from "../../ui/cx";
import { useExplorer } from "../explorer";
import styles from "./Sources.module.css";
import type { Pulse, Source } from "./useFreshness";
import { quietWords, usualWords } from "./words";

/** Each service type of the last week: when its newest event came, and how many usually do. */
export default function Sources({ pulse }: { pulse: Pulse }) {
  const messages = useMessages();
  const words = messages.freshness;
  return (
    <div className={styles.sources}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{messages.fields.service_type}</th>
            <th scope="col">{words.newest}</th>
            <th scope="col">{words.usually}</th>
          </tr>
        </thead>
        <tbody>
          {pulse.sources.map((source) => (
            <SourceRow key={source.name} source={source} at={pulse.at} />
          ))}
        </tbody>
      </table>
      <p className={styles.explain}>{words.explain}</p>
    </div>
  );
}

function SourceRow({ source, at }: { source: Source; at: number }) {
  const messages = useMessages();
  const { times } = useExplorer();
  const ago = useRelativeTime(messages.timeLocale, source.latest);
  return (
    <tr className={cx(source.quiet && styles.quiet)}>
      <th scope="row">
        {source.quiet && <TriangleAlert size={14} aria-hidden />}
        {valueLabel(messages, "service_type", source.name)}
        {source.quiet && <span className="visually-hidden">{quietWords(source, at, messages)}</span>}
      </th>
      <td title={times.full(source.latest)}>{ago}</td>
      <td>{usualWords(source, messages)}</td>
    </tr>
  );
}
