import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { upload } from "../../api/upload";
import { createUploads, type Uploads } from "./uploads";

// They outlive the screen: as long as the page, of which each has one cache.
const made = new WeakMap<QueryClient, Uploads>();

/** What sends, cancels and lists the files of this page. */
export function useUploads(): Uploads {
  const queries = useQueryClient();
  let uploads = made.get(queries);
  if (!uploads) made.set(queries, (uploads = make(queries)));
  return uploads;
}

export function useUploadList() {
  const { subscribe, list } = useUploads();
  return useSyncExternalStore(subscribe, list);
}

function make(queries: QueryClient): Uploads {
  const isSession = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] === "session";
  const uploads = createUploads(upload, () => {
    // What was stored shows everywhere.
    void queries.invalidateQueries({ predicate: (query) => !isSession(query) });
  });
  // What one person sends is not for the next to see, or to go on with.
  queries.getQueryCache().subscribe(() => {
    if (uploads.list().length > 0 && queries.getQueryData(["session"]) === null) uploads.clear();
  });
  // While something goes out, the browser asks before it leaves the page.
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  uploads.subscribe(() => {
    const open = uploads.list().some(({ state }) => state === "sending" || state === "waiting");
    if (open) window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
  });
  return uploads;
}
