import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { WordsProvider } from "../messages";
import { en } from "../messages/en";
import { Button } from "./Button";
import { Opener, Sheet } from "./Opener";

const words = { go: "Go", gone: "Gone", open: "Open", above: "Above", below: "Below" };

/** A button that goes when it is pressed, and the focus with it. */
function Going() {
  const [gone, setGone] = useState(false);
  return gone ? <p>{words.gone}</p> : <Button onPress={() => setGone(true)}>{words.go}</Button>;
}

it.each(["panel", "middle"] as const)("a %s closes by Escape though the focus is lost", async (as) => {
  const user = userEvent.setup();
  let below = 0;
  const onKey = (event: KeyboardEvent) => (below += event.defaultPrevented ? 0 : 1);
  document.addEventListener("keydown", onKey);
  render(
    <WordsProvider value={{ messages: en, choose: () => Promise.resolve() }}>
      <Sheet title={words.below} side="full" onClose={() => expect.unreachable("the sheet below closed")}>
        {() => (
          <Opener title={words.above} as={as} button={(opens) => <Button {...opens}>{words.open}</Button>}>
            {() => <Going />}
          </Opener>
        )}
      </Sheet>
    </WordsProvider>,
  );
  await user.click(await screen.findByRole("button", { name: "Open" }));
  const dialog = await screen.findByRole("dialog", { name: "Above" });
  await user.click(within(dialog).getByRole("button", { name: "Go" }));
  expect(await screen.findByText("Gone")).toBeVisible();
  (document.activeElement as HTMLElement).blur();
  expect(document.body).toHaveFocus();
  await user.keyboard("{Escape}");
  expect(screen.queryByText("Gone")).toBeNull();
  expect(screen.getByRole("dialog", { name: "Below" })).toBeVisible();
  expect(below).toBe(0);
  document.removeEventListener("keydown", onKey);
});
