import { Bookmark, BookmarkPlus, Star } from "lucide-react";
import { useMessages } from "../messages";
import { useExplorer } from "../explorer/explorer";
import { Button } from "../ui/Button";
import { Opener } from "../ui/Opener";
import { part } from "../ui/part";
import { usePhone } from "../ui/useMediaQuery";
import { usePresentView } from "./usePresentView";
import styles from "./ViewButton.module.css";

const ViewPanel = part(() => import("./ViewPanel").then((file) => file.default), {
  waiting: <div className={styles.loading} />,
});

/** The present view by its name, and whether it is still what was saved; where there is none, the way to save one. */
export function ViewButton() {
  const words = useMessages().views;
  const { state } = useExplorer();
  const present = usePresentView(state);
  const phone = usePhone();
  const Icon = !present ? BookmarkPlus : present.view.starred ? Star : Bookmark;
  const label = !present
    ? words.save
    : present.changed
      ? words.presentChanged(present.view.name)
      : words.present(present.view.name);
  return (
    <Opener
      title={present ? present.view.name : words.save}
      placement="bottom end"
      button={(opens) => (
        <Button
          {...opens}
          look={phone ? "plain" : "outlined"}
          shape={phone ? "square" : "wide"}
          aria-label={label}
          className={styles.button}
        >
          <Icon size={phone ? 20 : 16} aria-hidden className={present ? styles.here : ""} />
          {!phone && <bdi className={styles.name}>{present ? present.view.name : words.saveShort}</bdi>}
          {present?.changed && <span className={styles.changed}>{phone ? "" : words.changed}</span>}
        </Button>
      )}
    >
      {(close) => <ViewPanel present={present} onDone={close} />}
    </Opener>
  );
}
