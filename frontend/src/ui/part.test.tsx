import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { WordsProvider } from "../messages";
import { en } from "../messages/en";
import { part, prepareParts } from "./part";

function Greeting({ name }: { name: string }) {
  return <p>{name}</p>;
}

function show(Part: (props: { name: string }) => React.ReactNode) {
  const words = { messages: en, choose: () => Promise.resolve() };
  return render(
    <WordsProvider value={words}>
      <Part name="Kim" />
    </WordsProvider>,
  );
}

it("says what could not be fetched, loses nothing else, and fetches it on demand", async () => {
  let away = true;
  const Part = part<{ name: string }>(() =>
    away ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve(Greeting),
  );
  show(Part);
  expect(await screen.findByRole("alert")).toHaveTextContent(/could not be loaded/);
  await userEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  away = false;
  await userEvent.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByText("Kim")).toBeVisible();
});

it("is there at once when it was fetched before", async () => {
  let fetched = 0;
  const Part = part<{ name: string }>(() => {
    fetched++;
    return Promise.resolve(Greeting);
  });
  await prepareParts();
  const { container } = show(Part);
  expect(container).toHaveTextContent("Kim");
  expect(fetched).toBe(1);
});
