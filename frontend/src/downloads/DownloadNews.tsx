import { Link, useLocation } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import type { Export } from "../api/schema";
import { useMessages } from "../messages";
import { useSession } from "../session/session";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import styles from "./DownloadNews.module.css";
import { keepSeen, useSeen } from "./seen";
import { endedSince } from "./summary";
import { useDownloads } from "./useDownloads";

/** What of the reader's downloads is said on every screen: one that ended while the page was open. */
export function DownloadNews() {
  const words = useMessages().downloads;
  const { name } = useSession();
  const { data } = useDownloads((download) => download.owner === name);
  const seen = useSeen();
  const listed = useLocation({ select: ({ pathname }) => pathname === "/log-download" });
  const [known, setKnown] = useState(data);
  const [said, setSaid] = useState<Export | null>(null);
  const [cards, setCards] = useState<readonly Export[]>([]);
  if (data !== known) {
    const ended = endedSince(known ?? [], data ?? []).filter(({ owner }) => owner === name);
    setKnown(data);
    if (ended[0]) {
      setSaid(ended[0]);
      setCards([...ended, ...cards]);
    }
  }
  if (listed && cards.length > 0) setCards([]);
  useEffect(() => {
    if (data && seen === null) keepSeen(data);
  }, [data, seen]);

  const ready = cards.filter(({ state }) => state === "ready");
  const failed = cards.filter(({ state }) => state === "failed");
  const say = ({ state, file, rows_written }: Export) =>
    state === "ready" ? words.announceReady(file, rows_written) : words.announceFailed(file);
  const actions = (
    <>
      <Link className={styles.link} to="/log-download">
        {words.toList}
      </Link>
      <Button look="text" onPress={() => setCards([])}>
        {words.dismiss}
      </Button>
    </>
  );
  return (
    <>
      <p className="visually-hidden" role="status">
        {said?.state === "ready" && say(said)}
      </p>
      {cards.length > 0 && (
        <section className={styles.news} aria-label={words.title}>
          {failed.map((download) => (
            <Notice key={download.id} kind="failure" actions={actions}>
              {say(download)}
            </Notice>
          ))}
          {ready[0] && (
            <div className={styles.ready}>
              <Check size={16} aria-hidden />
              <span className={styles.words}>
                {ready.length === 1 ? say(ready[0]) : words.readyFiles(ready.length)}
              </span>
              {actions}
            </div>
          )}
        </section>
      )}
    </>
  );
}
