import { useState } from "react";
import { languageNames, languages, useLanguage, useMessages, type Language } from "../messages";
import { cx } from "../ui/cx";
import styles from "./LanguageSwitch.module.css";

/** The languages of the page, each in its own words, so that whoever can't read the present one finds theirs. */
export function LanguageSwitch({ className }: { className?: string | undefined }) {
  const { nav } = useMessages();
  const [language, choose] = useLanguage();
  const [failed, setFailed] = useState(false);
  const onChoose = async (wanted: Language) => {
    try {
      await choose(wanted);
      setFailed(false);
    } catch {
      setFailed(true); // its catalogue did not come; the page stays as it is
    }
  };
  return (
    <div className={cx(styles.languages, className)} role="group" aria-label={nav.language}>
      {languages.map((name) => (
        <button
          key={name}
          type="button"
          lang={name}
          className={styles.language}
          aria-pressed={language === name}
          onClick={() => void onChoose(name)}
        >
          {languageNames[name]}
        </button>
      ))}
      {failed && (
        <span className={styles.failed} role="alert">
          {nav.languageFailed}
        </span>
      )}
    </div>
  );
}
