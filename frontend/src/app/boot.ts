/**
 * What the address said when the page was loaded, read once before the address is written anew in its one form.
 * Editing an address loads the page again, so there is no other moment at which a link can be broken.
 */
import { createContext, useContext } from "react";
import { readState, splitQuery, writeState, type Ignored } from "../state/url";

export type Boot = {
  /** What was not understood of the link. */
  ignored: Ignored[];
  /** The one-time log-in link had been used, or was wrong. */
  loginExpired: boolean;
};

export function readBoot(query: string): Boot {
  const parameters = splitQuery(query);
  return {
    ignored: readState(parameters).ignored,
    loginExpired: parameters.login?.includes("expired") ?? false,
  };
}

/** Takes out of the address what was not understood, so that it is not passed on. */
export function tidyAddress(): void {
  const { pathname, search, hash } = window.location;
  const tidy = writeState(splitQuery(search));
  if (tidy !== search) window.history.replaceState(window.history.state, "", pathname + tidy + hash);
}

const BootContext = createContext<Boot>({ ignored: [], loginExpired: false });
export const BootProvider = BootContext.Provider;

export function useBoot(): Boot {
  return useContext(BootContext);
}
