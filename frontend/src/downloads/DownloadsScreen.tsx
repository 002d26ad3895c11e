import { Link, useLocation } from "@tanstack/react-router";
import { FileDown } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Export } from "../api/schema";
import { NavigationMenu } from "../app/Navigation";
import { useMessages } from "../messages";
import { defaults } from "../state/search-state";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { usePhone } from "../ui/useMediaQuery";
import { Notice } from "../ui/Notice";
import { DownloadItem } from "./DownloadItem";
import styles from "./DownloadsScreen.module.css";
import { Schedules } from "./schedules/Schedules";
import { keepSeen } from "./seen";
import { useDownloads, useMayDownload } from "./useDownloads";

// While nothing is written; somebody else, or a schedule, may request something.
const slowlyMS = 15_000;
// As many as one looks through; drawing hundreds more takes time each time that one comes here.
const atOnce = 50;
const none: Export[] = [];

/** Log Download: what was requested, how far it is, and the files that are ready. */
export default function DownloadsScreen() {
  const messages = useMessages();
  const words = messages.downloads;
  const phone = usePhone();
  const main = useRef<HTMLElement>(null);
  const may = useMayDownload();
  const { data: downloads, error, refetch } = useDownloads(() => true, slowlyMS);
  const goneTo = useLocation({ select: ({ hash }) => hash });
  const [most, setMost] = useState(atOnce);
  useEffect(() => {
    if (downloads) keepSeen(downloads);
  }, [downloads]);

  // With what was deleted the focus goes: to what stands in its place.
  const onDeleted = useCallback((id: string) => {
    const items = [...(main.current?.querySelectorAll<HTMLElement>("[data-download]") ?? [])];
    const at = items.findIndex(({ dataset }) => dataset.download === id);
    (items[at + 1] ?? items[at - 1] ?? main.current)?.focus();
  }, []);

  const shown = Math.max(most, (downloads ?? []).findIndex(({ id }) => id === goneTo) + 1);
  const rest = (downloads?.length ?? 0) - shown;
  return (
    <main ref={main} className={styles.screen} id="events" tabIndex={-1}>
      <header className={styles.top}>
        {phone && <NavigationMenu />}
        <h1 className={styles.title}>{words.title}</h1>
      </header>
      <div className={styles.content}>
        <p className={styles.explain}>{may ? words.explain : messages.download.forbidden}</p>
        {error && (
          <Notice
            kind="failure"
            actions={<Button onPress={() => void refetch()}>{messages.errors.retry}</Button>}
          >
            {errorText(messages, error)}
          </Notice>
        )}
        {may && <Schedules downloads={downloads ?? none} />}
        {downloads?.length === 0 && <Nothing />}
        {downloads && downloads.length > 0 && (
          <ul className={styles.list} aria-label={words.label}>
            {downloads.slice(0, shown).map((download) => (
              <li key={download.id} className={styles.entry}>
                <DownloadItem download={download} marked={download.id === goneTo} onDeleted={onDeleted} />
              </li>
            ))}
          </ul>
        )}
        {rest > 0 && (
          <Button className={styles.more} onPress={() => setMost(shown + atOnce)}>
            {words.more(Math.min(atOnce, rest), rest)}
          </Button>
        )}
      </div>
    </main>
  );
}

function Nothing() {
  const words = useMessages().downloads;
  return (
    <div className={styles.empty}>
      <FileDown size={28} aria-hidden />
      <h2>{words.empty}</h2>
      <p>{words.emptyHelp}</p>
      <Link to="/" search={defaults} className={styles.link}>
        {words.toContacts}
      </Link>
    </div>
  );
}
