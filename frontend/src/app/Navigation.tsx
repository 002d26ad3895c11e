import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { LogOut, Menu, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { isUnauthorized } from "../api/errors";
import { useMessages } from "../messages";
import { setSession, useSession } from "../session/session";
import { Button } from "../ui/Button";
import { Logo } from "../ui/Logo";
import { ViewsNav } from "../views/ViewsNav";
import { Opener } from "../ui/Opener";
import { useClient } from "./client";
import { LanguageSwitch } from "./LanguageSwitch";
import styles from "./Navigation.module.css";
import { places } from "./places";
import { currentTheme, setTheme, themes, type Theme } from "./theme";

type NavigationProps = { onNavigate?: () => void };

/** Where one can go, who one is, and how it looks. */
export function Navigation({ onNavigate }: NavigationProps) {
  const messages = useMessages();
  const session = useSession();
  return (
    <div className={styles.navigation}>
      <div className={styles.logo}>
        <Logo />
      </div>
      <nav aria-label={messages.nav.label}>
        {places.map((group, at) => (
          <div key={at} className={styles.group}>
            <h2 className={styles.heading}>{group.label(messages)}</h2>
            <ul>
              {group.places
                .filter(({ isFor }) => isFor?.(session.role) ?? true)
                .map((place) => (
                  <li key={place.link.to}>
                    <Link
                      {...place.link}
                      activeOptions={{ exact: true, includeSearch: false }}
                      className={styles.place}
                      {...(onNavigate ? { onClick: onNavigate } : {})}
                    >
                      <place.icon size={16} aria-hidden />
                      {place.label(messages)}
                      {place.State && <place.State />}
                    </Link>
                  </li>
                ))}
            </ul>
          </div>
        ))}
        <ViewsNav onNavigate={onNavigate} />
      </nav>
      <div className={styles.foot}>
        <ThemeSwitch />
        <LanguageSwitch />
        <div className={styles.account} title={messages.nav.account(session.name, session.role)}>
          <span className={styles.name}>
            {session.name}
            <span className={styles.version}>{session.version}</span>
          </span>
          <LogOutButton />
        </div>
      </div>
    </div>
  );
}

/** The phone's way to the navigation. */
export function NavigationMenu() {
  const messages = useMessages();
  return (
    <Opener
      title={messages.nav.menu}
      as="left"
      button={(opens) => (
        <Button {...opens} look="plain" shape="square" aria-label={messages.nav.menu}>
          <Menu size={20} aria-hidden />
        </Button>
      )}
    >
      {(close) => <Navigation onNavigate={close} />}
    </Opener>
  );
}

function LogOutButton() {
  const messages = useMessages();
  const client = useClient();
  const queries = useQueryClient();
  const [failed, setFailed] = useState(false);
  const logOut = async () => {
    try {
      await client.logOut();
    } catch (error) {
      if (!isUnauthorized(error)) {
        setFailed(true); // the cookie is still good, so the page stays
        return;
      }
    }
    setSession(queries, null);
  };
  return (
    <>
      {failed && (
        <span className={styles.failed} role="alert">
          {messages.nav.logOutFailed}
        </span>
      )}
      <Button look="plain" shape="square" aria-label={messages.nav.logOut} onPress={() => void logOut()}>
        <LogOut size={16} aria-hidden />
      </Button>
    </>
  );
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

function ThemeSwitch() {
  const messages = useMessages();
  const [theme, setShown] = useState<Theme>(currentTheme);
  return (
    <div className={styles.themes} role="group" aria-label={messages.nav.theme}>
      {themes.map((name) => {
        const Icon = themeIcons[name];
        return (
          <button
            key={name}
            type="button"
            className={styles.theme}
            aria-pressed={theme === name}
            aria-label={messages.nav.themes[name]}
            title={messages.nav.themes[name]}
            onClick={() => {
              setTheme(name);
              setShown(name);
            }}
          >
            <Icon size={14} aria-hidden />
          </button>
        );
      })}
    </div>
  );
}
