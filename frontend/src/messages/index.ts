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
  ko: () => import("./ko").then(({ ko }) => ko),
  ja: () => import("./ja").then(({ ja }) => ja),
} satisfies Record<string, () => Promise<Messages>>;

/** Each language by its own name, whatever the page speaks: who can't read the page must find it. */
export const languageNames: Record<Language, string> = { en: "English", ko: "한국어", ja: "日本語" };

export type Language = keyof typeof catalogues;
export const languages = Object.keys(catalogues) as Language[];

export function loadMessages(language: Language): Promise<Messages> {
  return catalogues[language]();
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

export type Words = {
  messages: Messages;
  /** Goes over to a language and keeps it; rejects where its catalogue can't be loaded, and then nothing changes. */
  choose: (language: Language) => Promise<void>;
};

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
export function useLanguage(): [Language, Words["choose"]] {
  const { messages, choose } = useWords();
  return [messages.locale as Language, choose];
}

/** The label of a value of a facet: known codes in the reader's language, others as they came. */
export function valueLabel(messages: Messages, field: string, value: string): string {
  if (value === "") return messages.none;
  const known = messages.labels[field];
  return known && Object.hasOwn(known, value) ? (known[value] ?? value) : value;
}
