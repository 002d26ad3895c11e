import { screen } from "./schedules/words";

/** Log Download, whose screen is loaded when somebody goes there. */
export const DownloadsPlace = screen(() => import("./DownloadsScreen").then((file) => file.default));
