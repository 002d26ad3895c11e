import { Link } from "@tanstack/react-router";
import { Bookmark, Settings2, Star } from "lucide-react";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { Opener } from "../ui/Opener";
import { part } from "../ui/part";
import { useShownState } from "./useShownState";
import { useViews } from "./useViews";
import { byStar, openView } from "./views";
import styles from "./ViewsNav.module.css";

const ManageViews = part(() => import("./ManageViews").then((file) => file.default));

// Beside everything else in the navigation; all of them are one click further.
const most = 8;

/** The saved views, starred ones first, and the way to manage them. */
export function ViewsNav({ onNavigate }: { onNavigate?: (() => void) | undefined }) {
  const words = useMessages().views;
  const shown = useShownState();
  const { data: views = [], isSuccess } = useViews();
  return (
    <section aria-label={words.title} className={styles.views}>
      <div className={styles.header}>
        <h2>{words.title}</h2>
        <Opener
          title={words.title}
          as="middle"
          button={(opens) => (
            <Button
              {...opens}
              look="plain"
              shape="square"
              aria-label={words.manage}
              className={styles.manage}
            >
              <Settings2 size={15} aria-hidden />
            </Button>
          )}
        >
          {(close) => (
            <ManageViews
              onOpen={() => {
                close();
                onNavigate?.();
              }}
            />
          )}
        </Opener>
      </div>
      <ul>
        {byStar(views)
          .slice(0, most)
          .map((view) => (
            <li key={view.id}>
              <Link
                to="/"
                search={openView(view).state}
                activeOptions={{ exact: true, includeSearch: true }}
                className={styles.view}
                title={view.name}
                aria-current={shown?.view === view.id ? "page" : undefined}
                {...(onNavigate ? { onClick: onNavigate } : {})}
              >
                {view.starred ? (
                  <Star size={14} aria-hidden className={styles.star} />
                ) : (
                  <Bookmark size={14} aria-hidden />
                )}
                <bdi className={styles.name}>{view.name}</bdi>
              </Link>
            </li>
          ))}
      </ul>
      {isSuccess && views.length === 0 && <p className={styles.none}>{words.none}</p>}
      {views.length > most && <p className={styles.none}>{words.all(views.length)}</p>}
    </section>
  );
}
