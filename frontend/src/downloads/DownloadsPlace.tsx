import { part } from "../ui/part";

const DownloadsScreen = part(() => import("./DownloadsScreen").then((file) => file.default));

/** Log Download, whose screen is loaded when somebody goes there. */
export function DownloadsPlace() {
  return <DownloadsScreen />;
}
