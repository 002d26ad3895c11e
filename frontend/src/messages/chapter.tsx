/** Words that one screen alone needs: they come with it, in the reader's language, and weigh nothing before that. */
import { createContext, useContext, type ComponentType, type ReactNode } from "react";
import { part } from "../ui/part";
import { languages, preferredLanguage, useLanguage, type Language } from ".";

/** The words of a screen by language, and what reads them below the screen. */
export function chapter<Words>(files: Record<Language, () => Promise<Words>>) {
  const Context = createContext<Words | null>(null);

  function useWords(): Words {
    const words = useContext(Context);
    if (!words) throw new Error("bug: these words are not on this screen");
    return words;
  }

  /** A screen out of a file of its own, with its words. */
  function screen<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => ReactNode {
    const inLanguage = (language: Language) =>
      part<P>(
        async () => {
          const [Screen, words] = await Promise.all([load(), files[language]()]);
          return function Worded(props: P) {
            return (
              <Context value={words}>
                <Screen {...props} />
              </Context>
            );
          };
        },
        { late: language !== preferredLanguage() },
      );
    const screens = new Map(languages.map((language) => [language, inLanguage(language)]));
    return function InLanguage(props: P) {
      const [language] = useLanguage();
      const Screen = screens.get(language);
      return Screen ? <Screen {...props} /> : null;
    };
  }

  return { useWords, screen };
}
