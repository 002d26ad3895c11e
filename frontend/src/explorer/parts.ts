import type { ReactNode } from "react";
import type { Live } from "./live/useLive";
import type { ScreenQuery } from "./useScreen";

/** What both layouts of the screen arrange. */
export type Parts = {
  query: ScreenQuery;
  live: Live;
  onSearch: (question: string) => void;
  results: ReactNode;
  detail: ReactNode;
};
