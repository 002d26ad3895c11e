import { Link } from "@tanstack/react-router";
import { ChevronDown, Star } from "lucide-react";
import type { View, ViewChange } from "../api/schema";
import { useMessages } from "../messages";
import { useOwnZone } from "../session/ownZone";
import { timeFormat } from "../time/format";
import { Button } from "../ui/Button";
import { cx } from "../ui/cx";
import { errorText } from "../ui/errorText";
import styles from "./ManageViews.module.css";
import { problemOfName } from "./nameProblem";
import { useChangeView } from "./useViews";
import { ViewOptions } from "./ViewOptions";
import { openView } from "./views";

type ViewItemProps = {
  view: View;
  /** Its options are shown. */
  isOpen: boolean;
  onToggle: () => void;
  /** The view was gone to. */
  onOpen: () => void;
  /** Says what could not be changed; empty once something else is tried. */
  onFailure: (sentence: string) => void;
};

/** One view: star, name, whose it is, and its options. */
export function ViewItem({ view, isOpen, onToggle, onOpen, onFailure }: ViewItemProps) {
  const messages = useMessages();
  const words = messages.views;
  const zone = useOwnZone();
  const changing = useChangeView();
  const change = (patch: ViewChange) => {
    onFailure("");
    changing.mutate(
      { id: view.id, change: patch },
      {
        onError: (error) => {
          if (!problemOfName(error)) onFailure(words.notChanged(view.name, errorText(messages, error)));
        },
      },
    );
  };
  const day = timeFormat(messages.timeLocale, zone).dayAndMinute(new Date(view.updated));
  const about = [
    view.shared && (view.mine ? words.sharedByYou : words.sharedBy(view.owner)),
    view.default && words.isDefault,
    words.saved(day),
  ].filter(Boolean);
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <Button
          look="plain"
          shape="square"
          aria-label={words.star(view.name)}
          aria-pressed={view.starred}
          onPress={() => change({ starred: !view.starred })}
        >
          <Star size={16} aria-hidden className={cx(styles.star, view.starred && styles.starred)} />
        </Button>
        <div className={styles.words}>
          <Link to="/" search={openView(view).state} className={styles.name} onClick={onOpen}>
            <bdi>{view.name}</bdi>
          </Link>
          <p className={styles.about}>{about.join(" · ")}</p>
        </div>
        <Button
          look="plain"
          shape="square"
          aria-label={words.options(view.name)}
          aria-expanded={isOpen}
          onPress={onToggle}
        >
          <ChevronDown size={16} aria-hidden className={cx(isOpen && styles.turned)} />
        </Button>
      </div>
      {isOpen && (
        <ViewOptions
          view={view}
          problem={problemOfName(changing.error)}
          onChange={change}
          onForget={changing.reset}
          onFailure={onFailure}
        />
      )}
    </li>
  );
}
