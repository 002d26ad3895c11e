import { chapter } from "../../messages/chapter";
import type { schedules } from "../../messages/en/schedules";

export type ScheduleWords = typeof schedules;

/** The words of scheduled downloads and of Log Download's details, which come with whatever shows them. */
export const { useWords, screen } = chapter<ScheduleWords>({
  en: () => import("../../messages/en/schedules").then((file) => file.schedules),
  ko: () => import("../../messages/ko/schedules").then((file) => file.schedules),
  ja: () => import("../../messages/ja/schedules").then((file) => file.schedules),
});
