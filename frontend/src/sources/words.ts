import { chapter } from "../messages/chapter";
import type { sources } from "../messages/en/sources";

export type SourcesWords = typeof sources;

/** The words of Sources, which come with it. */
export const { useWords, screen } = chapter<SourcesWords>({
  en: () => import("../messages/en/sources").then((file) => file.sources),
  ko: () => import("../messages/ko/sources").then((file) => file.sources),
  ja: () => import("../messages/ja/sources").then((file) => file.sources),
});
