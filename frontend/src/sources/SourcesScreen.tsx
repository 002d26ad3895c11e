import { NavigationMenu } from "../app/Navigation";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { maySeeSources } from "../session/permissions";
import { useSession } from "../session/session";
import { usePhone } from "../ui/useMediaQuery";
import { ColumnMaps } from "./imports/ColumnMaps";
import { RecentImports } from "./imports/RecentImports";
import { SourceList } from "./SourceList";
import styles from "./SourcesScreen.module.css";
import { UploadList } from "./upload/UploadList";
import { UploadPanel } from "./upload/UploadPanel";
import { useWords } from "./words";

/** Sources: where the events come from, and how that stands. */
export default function SourcesScreen() {
  const messages = useMessages();
  const words = useWords();
  const phone = usePhone();
  const zone = useOwnZone();
  const { role } = useSession();
  const allowed = maySeeSources(role);
  return (
    <main className={styles.screen} id="events" tabIndex={-1}>
      <header className={styles.top}>
        {phone && <NavigationMenu />}
        <h1 className={styles.title}>{messages.nav.sources}</h1>
        {allowed && <span className={styles.zone}>{words.times(zone)}</span>}
      </header>
      <div className={styles.content}>
        {allowed ? (
          <>
            <p className={styles.explain}>{words.explain}</p>
            <SourceList />
            <UploadPanel />
            <UploadList />
            <RecentImports />
            <ColumnMaps />
          </>
        ) : (
          <p className={styles.explain}>{words.forbidden(role)}</p>
        )}
      </div>
    </main>
  );
}
