import { useQuery } from "@tanstack/react-query";
import { useClient } from "../app/client";
import { chipsOf } from "../explorer/conditions/chips";
import { useMessages } from "../messages";
import { isNarrowed, type SearchState } from "../state/search-state";
import { timeFormat } from "../time/format";
import { cx } from "../ui/cx";
import { knownZone } from "./asked";
import styles from "./Conditions.module.css";

/** A question as the Contacts screen says it; until the server has read it, as it was typed. */
export function Conditions({ state }: { state: SearchState }) {
  const messages = useMessages();
  const client = useClient();
  const q = state.q.trim();
  const zone = knownZone(state.tz ?? "");
  const { data: read = [] } = useQuery({
    queryKey: ["interpretation", q, zone],
    queryFn: ({ signal }) => client.interpretation(q, zone, signal),
    enabled: q !== "",
    staleTime: Infinity,
    retry: false,
    meta: { background: true },
  });
  const chips = chipsOf(state, read, messages, timeFormat(messages.timeLocale, zone));
  if (!isNarrowed(state)) return <p className={styles.all}>{messages.downloads.everything}</p>;
  return (
    <ul className={styles.conditions} aria-label={messages.search.conditions}>
      {q !== "" && read.length === 0 && (
        <li className={styles.chip}>
          <bdi>{q}</bdi>
        </li>
      )}
      {chips.map(({ key, head, value, tail, excluded }) => (
        <li key={key} className={cx(styles.chip, excluded && styles.excluded)}>
          <span>
            {head}
            <bdi>{value}</bdi>
            {tail}
          </span>
        </li>
      ))}
    </ul>
  );
}
