import { lazy, Suspense, useEffect } from "react";
import { usePhone } from "../../ui/useMediaQuery";
import styles from "./Detail.module.css";
import type { EventPanelProps } from "./EventPanel";
import { useKeptWidth } from "./useKeptWidth";

const load = () => import("./EventPanel");
const EventPanel = lazy(load);

type DetailProps = Omit<EventPanelProps, "id"> & { id: string | null };

/** The open event, if any: beside the table, or on a phone over it. Its code is loaded while the first rows are read. */
export function Detail({ id, ...props }: DetailProps) {
  useEffect(() => {
    // What can't be fetched ahead is fetched when it is needed, and missed only then.
    const timer = setTimeout(() => void load().catch(() => undefined), 1000);
    return () => clearTimeout(timer);
  }, []);
  if (id === null) return null;
  return (
    <Suspense fallback={<Room />}>
      <EventPanel id={id} {...props} />
    </Suspense>
  );
}

/** Keeps the place of the panel, so that the table is laid out once. */
function Room() {
  const [width] = useKeptWidth();
  if (usePhone()) return null;
  return <div className={styles.panel} style={{ width }} />;
}
