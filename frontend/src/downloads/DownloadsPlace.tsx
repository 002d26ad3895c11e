import { lazy, Suspense } from "react";

const DownloadsScreen = lazy(() => import("./DownloadsScreen"));

/** Log Download, whose screen is loaded when somebody goes there. */
export function DownloadsPlace() {
  return (
    <Suspense>
      <DownloadsScreen />
    </Suspense>
  );
}
