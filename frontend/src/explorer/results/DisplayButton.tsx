import { SlidersHorizontal } from "lucide-react";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { Opener } from "../../ui/Opener";
import { part } from "../../ui/part";
import styles from "./DisplayButton.module.css";

const DisplayOptions = part(() => import("./DisplayOptions").then((file) => file.default), {
  waiting: <div className={styles.loading} />,
});

type DisplayButtonProps = {
  /** A phone's cards have no columns. */
  look: "table" | "cards";
};

/** How the list is shown: its columns, how dense, which times, folded or not. */
export function DisplayButton({ look }: DisplayButtonProps) {
  const words = useMessages().table;
  return (
    <Opener
      title={words.display}
      placement="bottom end"
      button={(opens) => (
        <Button look="plain" shape="square" aria-label={words.display} className={styles[look]} {...opens}>
          <SlidersHorizontal size={look === "table" ? 14 : 16} aria-hidden />
        </Button>
      )}
    >
      {() => <DisplayOptions columns={look === "table"} />}
    </Opener>
  );
}
