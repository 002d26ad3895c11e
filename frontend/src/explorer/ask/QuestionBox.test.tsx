import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";
import { recentQuestions, rememberQuestion } from "./recent";

beforeEach(() => localStorage.clear());

const kim = {
  value: "minjun.kim@acme.example",
  name: "Kim Minjun",
  email: "minjun.kim@acme.example",
  count: 12,
};
const yuna = { value: "yuna.kim@acme.example", name: "Kim Yuna", email: "yuna.kim@acme.example", count: 1 };

const values = (field: string | null, ...given: object[]): Answer => ({
  body: { field, values: given, more: false, missing_days: [], took_ms: 1 },
});

/** Two people called Kim and one task, whatever is typed. */
function suggest(parameters: URLSearchParams): Answer {
  const field = parameters.get("field");
  if (field === "user") return values(field, kim, yuna);
  if (field === "task") return values(field, { value: "edit_group", count: 7 });
  return values(field);
}

const findBox = () => screen.findByRole("combobox", { name: "Search the audit log" });
const markedOption = () => within(screen.getByRole("listbox")).queryByRole("option", { selected: true });
const findOption = (name: RegExp | string) => screen.findByRole("option", { name });

describe("the search box", () => {
  it("suggests by keyboard: arrows walk, Enter takes, Escape closes and then leaves", async () => {
    const { user, router } = renderApp("/", { suggest });
    const box = await findBox();
    await user.type(box, "edit ki");
    await findOption("Kim Minjun, minjun.kim@acme.example, 12 events");
    expect(box).toHaveAttribute("aria-expanded", "true");
    expect(box).not.toHaveAttribute("aria-activedescendant");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(markedOption()).toHaveAccessibleName(/^Kim Minjun/);
    expect(box).toHaveAttribute("aria-activedescendant", markedOption()?.id);
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    expect(markedOption()).toHaveAccessibleName(/^Kim Yuna/);
    await user.keyboard("{Enter}");
    expect(box).toHaveValue("edit user:yuna.kim@acme.example ");
    expect(box).toHaveAttribute("aria-expanded", "false");
    expect(router.state.location.searchStr).toBe("");

    await user.keyboard("ki");
    await findOption(/^Kim Minjun/);
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(box).toHaveFocus();
    await user.keyboard("{Escape}");
    expect(box).not.toHaveFocus();
  });

  it("searches what is typed with Enter, whatever is offered", async () => {
    const { user, router } = renderApp("/", { suggest });
    await user.type(await findBox(), "ki");
    await findOption(/^Kim Minjun/);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=ki"));
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(recentQuestions("admin")).toEqual(["ki"]);
  });

  it("completes the first with Tab, and leaves with Tab where nothing is typed", async () => {
    const { user } = renderApp("/", { suggest });
    const box = await findBox();
    await user.type(box, "edit gr");
    await findOption(/^Edit group/);
    await user.tab();
    expect(box).toHaveValue('task:"Edit group" ');
    expect(box).toHaveFocus();
    await user.tab();
    expect(box).not.toHaveFocus();
  });

  it("is reached by /, and offers fields, whose values follow", async () => {
    const { user } = renderApp("/", { suggest });
    const box = await findBox();
    await user.keyboard("/");
    expect(box).toHaveFocus();
    expect(box).toHaveValue("");
    await user.click(await findOption("user:, who did it"));
    expect(box).toHaveValue("user:");
    await user.click(await findOption(/^Kim Yuna/));
    expect(box).toHaveValue("user:yuna.kim@acme.example ");
    expect(box).toHaveFocus();
  });

  it("counts within the rest of the question, its filters and its period", async () => {
    const { user, suggests } = renderApp("/?status=failure&from=now-7d&sort=time", { suggest });
    await user.type(await findBox(), "edit by ki");
    await findOption(/^Kim Minjun/);
    const asked = suggests().at(-1);
    expect([...(asked ?? [])]).toEqual([
      ["q", "edit"],
      ["status", "failure"],
      ["tz", "Asia/Seoul"],
      ["from", "now-7d"],
      ["field", "user"],
      ["prefix", "ki"],
      ["limit", "10"],
    ]);
  });

  it("asks once for what a fast typist writes, and nothing again that it knows", async () => {
    const { user, suggests } = renderApp("/", { suggest });
    const box = await findBox();
    // All within one settling: the keys come faster than a question is worth.
    fireEvent.change(box, { target: { value: "user:k" } });
    fireEvent.change(box, { target: { value: "user:ki" } });
    fireEvent.change(box, { target: { value: "user:kim" } });
    await findOption(/^Kim Minjun/);
    // The facets ask for the largest, without a prefix.
    const prefixes = () =>
      suggests()
        .map((asked) => asked.get("prefix"))
        .filter(Boolean);
    expect(prefixes()).toEqual(["kim"]);
    await user.type(box, "x");
    await waitFor(() => expect(prefixes()).toEqual(["kim", "kimx"]));
    await user.type(box, "{Backspace}");
    await findOption(/^Kim Minjun/);
    expect(prefixes()).toEqual(["kim", "kimx"]);
  });

  it("keeps the old suggestions until the new ones are there, and never shows those of an earlier key", async () => {
    const slow = new Map<string, (value: unknown) => void>();
    const { user } = renderApp("/", {
      suggest: (parameters) => {
        const prefix = parameters.get("prefix") ?? "";
        const after = prefix === "k" ? undefined : new Promise((resolve) => slow.set(prefix, resolve));
        const person = { ...kim, name: `Found by ${prefix}` };
        return { ...values("user", person), ...(after ? { after } : {}) };
      },
    });
    const box = await findBox();
    await user.type(box, "user:k");
    await findOption(/^Found by k,/);
    await user.type(box, "i");
    await waitFor(() => expect(slow.has("ki")).toBe(true));
    expect(screen.getByRole("option", { name: /^Found by k,/ })).toBeVisible();
    await user.type(box, "m");
    await waitFor(() => expect(slow.has("kim")).toBe(true));
    slow.get("kim")?.(undefined);
    await findOption(/^Found by kim,/);
    slow.get("ki")?.(undefined);
    await Promise.resolve();
    expect(screen.getByRole("option", { name: /^Found by kim,/ })).toBeVisible();
  });

  it("never offers for one word what was found for another", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const after = new Promise((resolve) => (answer = resolve));
    const { user, suggests } = renderApp("/?q=lee", {
      suggest: (parameters) => {
        const found = values("user", { ...kim, name: `Found by ${parameters.get("prefix")}` });
        return parameters.get("prefix") === "park" ? { ...found, after } : found;
      },
    });
    const box = await findBox();
    await user.click(box);
    await user.keyboard("{ArrowDown}");
    await findOption(/^Found by lee,/);
    fireEvent.change(box, { target: { value: "park" } });
    await waitFor(() => expect(screen.queryByRole("option", { name: /^Found by lee,/ })).toBeNull());
    await waitFor(() => expect(suggests().at(-1)?.get("prefix")).toBe("park"));
    expect(suggests().at(-1)?.has("q")).toBe(false);
    answer(undefined);
    await findOption(/^Found by park,/);
  });

  it.each([
    ["an error", { body: { error: { code: "internal", message: "No." } }, status: 500 }],
    ["nonsense", { body: "<html>" }],
  ])("goes on without suggestions where the server answers with %s", async (_name, answer) => {
    const { user, router } = renderApp("/", { suggest: () => answer });
    await user.type(await findBox(), "kim");
    expect(await screen.findByText(/Suggestions can’t be loaded/)).toBeVisible();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=kim"));
  });

  it("leaves keys to the input method while it composes", async () => {
    const { user } = renderApp("/", { suggest });
    const box = await findBox();
    await user.type(box, "ki");
    await findOption(/^Kim Minjun/);
    fireEvent.keyDown(box, { key: "ArrowDown", isComposing: true });
    fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
    expect(markedOption()).toBeNull();
    expect(box).toHaveValue("ki");
    expect(screen.getByRole("listbox")).toBeVisible();
  });

  it("filters by a value that the question can’t say exactly", async () => {
    const { user, router } = renderApp("/?q=edit", {
      suggest: (parameters) =>
        parameters.get("field") === "user"
          ? values("user", { value: "Kim", name: "Kim", email: "", count: 2 })
          : values(parameters.get("field")),
    });
    const box = await findBox();
    await user.type(box, " ki");
    await user.click(await findOption("Kim, 2 events"));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=edit&user=Kim"));
    expect(box).toHaveValue("edit");
  });

  it("shows names of any kind as text, the whole of them in the title", async () => {
    const odd = ["<img src=x onerror=alert(1)>", "‏مريم العربي", "👩‍👩‍👧‍👦", "x".repeat(10_000)];
    const { user } = renderApp("/", {
      suggest: (parameters) =>
        parameters.get("field") === "user"
          ? values(
              "user",
              ...odd.map((name, at) => ({
                value: `${at}@a.example`,
                name,
                email: `${at}@a.example`,
                count: 1,
              })),
            )
          : values(parameters.get("field")),
    });
    await user.type(await findBox(), "k");
    for (const name of odd) expect(await screen.findByTitle(name)).toHaveTextContent(name);
    expect(document.querySelector("img")).toBeNull();
  });
});

describe("recent questions", () => {
  it("are offered in the empty box, asked at once, and taken back one by one or all", async () => {
    for (const question of ["one", "two", "three"]) rememberQuestion("admin", question);
    const { user, router } = renderApp("/", { suggest });
    const box = await findBox();
    await user.click(box);
    const list = screen.getByRole("group", { name: "Recent questions" });
    expect(
      within(list)
        .getAllByRole("option")
        .map((option) => option.textContent),
    ).toEqual(["three", "two", "one"]);

    await user.click(screen.getByRole("button", { name: "Remove “two” from the recent questions" }));
    expect(recentQuestions("admin")).toEqual(["three", "one"]);
    await user.keyboard("{ArrowDown}{Shift>}{Delete}{/Shift}");
    expect(recentQuestions("admin")).toEqual(["one"]);
    expect(box).toHaveFocus();

    await user.click(screen.getByRole("option", { name: "one" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=one"));
    await user.click(screen.getByRole("button", { name: "Clear the question" }));
    await user.click(box);
    await user.click(screen.getByRole("button", { name: "Clear recent questions" }));
    expect(recentQuestions("admin")).toEqual([]);
    expect(screen.queryByRole("group", { name: "Recent questions" })).toBeNull();
  });
});
