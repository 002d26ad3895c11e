/**
 * Every word on the screen. English defines the shape; a further language is a folder that fills it and one line in
 * `catalogues`. Only the reader's own language is loaded.
 */
import { createContext, useContext } from "react";
import { kept, keep } from "../app/kept";
import type { en } from "./en";

export type Messages = typeof en;

const catalogues = {
  en: () => import("./en").then(({ en }) => en),
} satisfies Record<string, () => Promise<Messages>>;

export type Language = keyof typeof catalogues;
export const languages = Object.keys(catalogues) as Language[];

/** The catalogue of a language; once loaded, the document says that it is written in it. */
export async function loadMessages(language: Language): Promise<Messages> {
  const messages = await catalogues[language]();
  document.documentElement.lang = language;
  return messages;
}

/** The language that was chosen here, else the first of the browser's that the page is written in, else English. */
export function preferredLanguage(): Language {
  const wanted = [kept("language") ?? "", ...navigator.languages];
  for (const tag of wanted) {
    const language = languages.find((known) => tag.toLowerCase().split("-")[0] === known);
    if (language) return language;
  }
  return "en";
}

export function keepLanguage(language: Language): void {
  keep("language", language);
}

type Words = { messages: Messages; choose: (language: Language) => void };

const WordsContext = createContext<Words | null>(null);
export const WordsProvider = WordsContext.Provider;

function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error("bug: no messages here");
  return words;
}

export function useMessages(): Messages {
  return useWords().messages;
}

/** The language in use, and the way to another. */
export function useLanguage(): [Language, (language: Language) => void] {
  const { messages, choose } = useWords();
  return [messages.locale as Language, choose];
}

/** The label of a value of a facet: known codes in the reader's language, others as they came. */
export function valueLabel(messages: Messages, field: string, value: string): string {
  if (value === "") return messages.none;
  const known = messages.labels[field];
  return known && Object.hasOwn(known, value) ? (known[value] ?? value) : value;
}
