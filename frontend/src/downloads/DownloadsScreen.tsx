import { Link } from "@tanstack/react-router";
import { FileDown } from "lucide-react";
import { NavigationMenu } from "../app/Navigation";
import { useMessages } from "../messages";
import { useSession } from "../session/session";
import { defaults } from "../state/search-state";
import { timeFormat } from "../time/format";
import { usePhone } from "../ui/useMediaQuery";
import { useDownloadList } from "./context";
import { DownloadItem } from "./DownloadItem";
import styles from "./DownloadsScreen.module.css";

/** Log Download: what this browser fetches and fetched since the page was loaded. */
export default function DownloadsScreen() {
  const messages = useMessages();
  const words = messages.downloads;
  const phone = usePhone();
  const { time_zone } = useSession();
  const downloads = useDownloadList();
  const times = timeFormat(messages.timeLocale, time_zone);
  return (
    <main className={styles.screen} id="events" tabIndex={-1}>
      <header className={styles.top}>
        {phone && <NavigationMenu />}
        <h1 className={styles.title}>{words.title}</h1>
      </header>
      <div className={styles.content}>
        <p className={styles.explain}>{words.explain}</p>
        {downloads.length === 0 ? (
          <div className={styles.empty}>
            <FileDown size={28} aria-hidden />
            <h2>{words.empty}</h2>
            <p>{words.emptyHelp}</p>
            <Link to="/" search={defaults} className={styles.link}>
              {words.toContacts}
            </Link>
          </div>
        ) : (
          <ul className={styles.list} aria-label={words.label}>
            {downloads.map((download) => (
              <li key={download.id} className={styles.entry}>
                <DownloadItem download={download} when={times.dayAndMinute(new Date(download.started))} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </main>
  );
}
