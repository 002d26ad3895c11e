import { TriangleAlert } from "lucide-react";
import { useMessages } from "../../messages";
import { useRelativeTime } from "../../time/useRelativeTime";
import { Button } from "../../ui/Button";
import { Opener } from "../../ui/Opener";
import { part } from "../../ui/part";
import styles from "./FreshnessLine.module.css";
import { useFreshness, type Pulse } from "./useFreshness";
import { quietWords } from "./words";

const Sources = part(() => import("./Sources").then((file) => file.default), {
  waiting: <div className={styles.loading} />,
});

/** How long ago the newest event came, ticking by itself, and a warning where a service type has gone quiet. */
export function FreshnessLine() {
  const messages = useMessages();
  const words = messages.freshness;
  const { data: pulse, isError } = useFreshness();
  // Of a server that does not answer nothing is known; that it does not is said elsewhere. The place is kept.
  if (!pulse || isError) return <div className={styles.place} />;
  return (
    <Opener
      title={words.label}
      placement="bottom end"
      button={(opens) => (
        <Button {...opens} look="plain" className={styles.line}>
          <Quiet pulse={pulse} />
          {pulse.latest ? <Latest at={pulse.latest} /> : <span>{words.none}</span>}
        </Button>
      )}
    >
      {() => <Sources pulse={pulse} />}
    </Opener>
  );
}

function Latest({ at }: { at: Date }) {
  const messages = useMessages();
  const ago = useRelativeTime(messages.timeLocale, at);
  return <span className={styles.latest}>{messages.freshness.latest(ago)}</span>;
}

function Quiet({ pulse }: { pulse: Pulse }) {
  const messages = useMessages();
  const quiet = pulse.sources.filter((source) => source.quiet);
  const [first] = quiet;
  if (!first) return null;
  return (
    <span className={styles.quiet}>
      <TriangleAlert size={14} aria-hidden />
      <span className={styles.words}>
        {quiet.length === 1
          ? quietWords(first, pulse.at, messages)
          : messages.freshness.severalQuiet(quiet.length)}
      </span>
    </span>
  );
}
