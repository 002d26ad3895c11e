import { part } from "../../ui/part";
import { usePhone } from "../../ui/useMediaQuery";
import styles from "./Detail.module.css";
import type { EventPanelProps } from "./EventPanel";
import { useKeptWidth } from "./useKeptWidth";

const EventPanel = part<EventPanelProps>(() => import("./EventPanel").then((file) => file.default), {
  waiting: <Room />,
  floating: true,
});

type DetailProps = Omit<EventPanelProps, "id"> & { id: string | null };

/** The open event, if any: beside the table, or on a phone over it. */
export function Detail({ id, ...props }: DetailProps) {
  return id === null ? null : <EventPanel id={id} {...props} />;
}

/** Keeps the place of the panel, so that the table is laid out once. */
function Room() {
  const [width] = useKeptWidth();
  if (usePhone()) return null;
  return <div className={styles.panel} style={{ width }} />;
}
