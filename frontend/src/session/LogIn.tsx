import { useBoot } from "../app/boot";
import { LanguageSwitch } from "../app/LanguageSwitch";
import { useMessages } from "../messages";
import { Logo } from "../ui/Logo";
import { Notice } from "../ui/Notice";
import styles from "./LogIn.module.css";
import { TokenForm } from "./TokenForm";

/** The way in for whoever has no session: the printed link, or a token. The address stays as it was. */
export function LogIn() {
  const words = useMessages().logIn;
  const { loginExpired } = useBoot();
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <h1 className={styles.title}>{words.title}</h1>
        {loginExpired && <Notice kind="warning">{words.expired}</Notice>}
        <p className={styles.explain}>{words.explain}</p>
        <TokenForm />
        <LanguageSwitch className={styles.languages} />
      </div>
    </main>
  );
}
