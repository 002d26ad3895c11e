/** The places of the page, and their addresses. */
import { createRootRoute, createRoute, createRouter, type RouterHistory } from "@tanstack/react-router";
import { ContactsScreen } from "../explorer/ContactsScreen";
import { readState, splitQuery, writeState, type Parameters } from "../state/url";
import type { SearchState } from "../state/search-state";
import { DownloadsPlace } from "../downloads/DownloadsPlace";
import { SourcesPlace } from "../sources/SourcesPlace";
import { Crashed } from "./Crashed";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const contactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  // The input may be a link's raw parameters or a state again; see readState.
  validateSearch: (parameters: Parameters): SearchState => readState(parameters).state,
  component: ContactsScreen,
  errorComponent: Crashed,
});

const downloadsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/log-download",
  component: DownloadsPlace,
  errorComponent: Crashed,
});

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sources",
  component: SourcesPlace,
  errorComponent: Crashed,
});

/** The router over the browser's history, or a test's own. */
export function createPageRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: rootRoute.addChildren([contactsRoute, downloadsRoute, sourcesRoute]),
    parseSearch: splitQuery,
    stringifySearch: writeState,
    scrollRestoration: false,
    ...(history ? { history } : {}),
  });
}

declare module "@tanstack/react-router" {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- the router's own way to learn its type
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
