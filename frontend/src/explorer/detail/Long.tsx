import { Fragment, useState } from "react";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";

// A name may have 512 characters; what is longer comes from elsewhere, and must not bury the rest.
const most = 600;

/** A value as it is, in its own writing direction; an endless one is cut until asked for. */
export function Long({ text }: { text: string }) {
  const words = useMessages().detail;
  const [open, setOpen] = useState(false);
  if (open || text.length <= most) return <bdi>{breakable(text)}</bdi>;
  return (
    <>
      <bdi>{`${text.slice(0, most)}…`}</bdi>{" "}
      <Button look="text" onPress={() => setOpen(true)}>
        {words.showAll(text.length)}
      </Button>
    </>
  );
}

/** An address that is too long for its line goes on at its "@". */
function breakable(text: string) {
  return text.split(/(?=@)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
