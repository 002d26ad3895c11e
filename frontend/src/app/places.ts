import { Contact, FileDown, Plug, type LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import { DownloadsState } from "../downloads/DownloadsState";
import type { Messages } from "../messages";
import { maySeeSources } from "../session/permissions";
import { defaults } from "../state/search-state";

type Place = {
  /** Where it is; the Contacts screen begins with an empty search. */
  link: { to: "/"; search: typeof defaults } | { to: "/log-download" } | { to: "/sources" };
  icon: LucideIcon;
  label: (messages: Messages) => string;
  /** What goes on there, beside its name. */
  State?: ComponentType;
  /** Who has anything to do there, by role; everybody where it is left out. */
  isFor?: (role: string) => boolean;
};

/** The navigation, in its groups; a new screen is one line here and one route. */
export const places: { label: (messages: Messages) => string; places: Place[] }[] = [
  {
    label: (messages) => messages.nav.audit,
    places: [
      { link: { to: "/", search: defaults }, icon: Contact, label: (messages) => messages.nav.contacts },
      {
        link: { to: "/log-download" },
        icon: FileDown,
        label: (messages) => messages.downloads.title,
        State: DownloadsState,
      },
      {
        link: { to: "/sources" },
        icon: Plug,
        label: (messages) => messages.nav.sources,
        isFor: maySeeSources,
      },
    ],
  },
];
