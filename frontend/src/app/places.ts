import { Contact, type LucideIcon } from "lucide-react";
import type { Messages } from "../messages";

type Place = { to: "/"; icon: LucideIcon; label: (messages: Messages) => string };

/** The navigation, in its groups; a new screen is one line here and one route. */
export const places: { label: (messages: Messages) => string; places: Place[] }[] = [
  {
    label: (messages) => messages.nav.audit,
    places: [{ to: "/", icon: Contact, label: (messages) => messages.nav.contacts }],
  },
];
