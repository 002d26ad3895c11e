import { useState } from "react";

/** What stands in the box: the question in force, until the reader types another. */
export function useDraft(asked: string): [string, (draft: string) => void] {
  const [draft, setDraft] = useState(asked);
  const [known, setKnown] = useState(asked);
  // Back, a removed chip, a form or a link changed the question: what stands here follows.
  if (known !== asked) {
    setKnown(asked);
    setDraft(asked);
  }
  return [known === asked ? draft : asked, setDraft];
}
