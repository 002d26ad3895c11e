import { screen } from "./words";

/** Sources, whose screen and words are loaded when somebody goes there. */
export const SourcesPlace = screen(() => import("./SourcesScreen").then((file) => file.default));
