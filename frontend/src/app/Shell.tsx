import { Outlet } from "@tanstack/react-router";
import { DownloadNews } from "../downloads/DownloadNews";
import { useMessages } from "../messages";
import { usePhone } from "../ui/useMediaQuery";
import { DefaultView } from "../views/DefaultView";
import { Navigation } from "./Navigation";
import styles from "./Shell.module.css";

/** The frame of every screen: on a wide screen the navigation stands beside it, on a phone it is behind a menu. */
export function Shell() {
  const messages = useMessages();
  const phone = usePhone();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#events">
        {messages.nav.skip}
      </a>
      {!phone && (
        <aside className={styles.side}>
          <Navigation />
        </aside>
      )}
      <div className={styles.screen}>
        <DefaultView>
          <Outlet />
        </DefaultView>
      </div>
      <DownloadNews />
    </div>
  );
}
