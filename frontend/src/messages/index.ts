/**
 * Every word on the screen. One catalogue a language; English is the one that defines the shape.
 * A further language is a file that satisfies Messages and one line in `catalogues`.
 */
import { createContext, useContext } from "react";
import { en, type Messages } from "./en";

export type { Messages };

const catalogues: Record<string, Messages> = { en };

/** The catalogue of a language, `en` for those that have none yet. */
export function messagesOf(locale: string): Messages {
  return catalogues[locale] ?? en;
}

export const MessagesContext = createContext<Messages>(en);

export function useMessages(): Messages {
  return useContext(MessagesContext);
}

/** The label of a value of a facet: known codes in the reader's language, others as they came. */
export function valueLabel(messages: Messages, field: string, value: string): string {
  if (value === "") return messages.none;
  const labels: Record<string, Record<string, string>> = {
    task: messages.tasks,
    status: messages.statuses,
    service_type: messages.serviceTypes,
  };
  const known = labels[field];
  return known && Object.hasOwn(known, value) ? (known[value] ?? value) : value;
}
