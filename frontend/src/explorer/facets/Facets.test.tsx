import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { aScreen } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

beforeEach(() => localStorage.clear());

const people = [
  { value: "minjun.kim@acme.example", name: "Kim Minjun", email: "minjun.kim@acme.example", count: 1371 },
  { value: "Visitor", name: "Visitor", email: "", count: 2 },
];

/** Answers of the suggest call: by prefix, or by the exact value of one that is not among the largest. */
function suggest(parameters: URLSearchParams) {
  const prefix = parameters.get("prefix") ?? "";
  const lee = { value: "lee@acme.example", name: "Lee Jiho", email: "lee@acme.example", count: 7 };
  const values = prefix === "" ? people : prefix.startsWith("lee") ? [lee] : [];
  return { body: { field: parameters.get("field"), values, more: prefix === "" } };
}

const facet = (name: string) => within(screen.getByRole("region", { name }));

describe("the facets", () => {
  it("chooses, leaves out, and takes back", async () => {
    const { user, router } = renderApp("/");
    await screen.findByRole("checkbox", { name: "Edit group, 1 event" });
    await user.click(facet("Task").getByRole("button", { name: "Leave out Edit group" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?not_task=edit_group"));
    expect(facet("Task").getByRole("button", { name: "Leave out Edit group" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    expect(screen.getByRole("button", { name: "Remove not Task: Edit group" })).toBeVisible();
    await user.click(facet("Task").getByRole("checkbox", { name: /Edit group/ }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?task=edit_group"));
    await user.click(facet("Task").getByRole("button", { name: "Clear Task" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(""));
  });

  it("lists the people with the most events and finds others by a part of their name", async () => {
    const { user, router } = renderApp("/?not_user=lee%40acme.example", { suggest });
    const kim = "Kim Minjun (minjun.kim@acme.example), 1,371 events";
    await screen.findByRole("checkbox", { name: kim });
    // Left out and not among the largest: still there to be let in, with its own count.
    expect(await screen.findByRole("checkbox", { name: /Lee Jiho .*, 7 events/ })).toBeVisible();
    expect(screen.getByText("Those with the most events; find others by name")).toBeVisible();
    await user.type(screen.getByRole("searchbox", { name: "Find in User" }), "lee");
    await waitFor(() => expect(screen.queryByRole("checkbox", { name: kim })).toBeNull());
    await user.click(await screen.findByRole("checkbox", { name: /Lee Jiho/ }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?user=lee%40acme.example"));
    await user.keyboard("{Escape}");
  });

  it("keeps no place for what is not on its way", async () => {
    renderApp("/", {
      search: () => ({ body: { error: { code: "invalid_query", message: "No." } }, status: 400 }),
    });
    const places = () =>
      screen.getByRole("region", { name: "User" }).querySelectorAll("div[aria-hidden] > div");
    await waitFor(() => expect(places().length).toBeGreaterThan(0));
    await screen.findByRole("alert");
    expect(places()).toHaveLength(0);
  });

  it("asks for targets only once they are opened, and remembers what is open", async () => {
    const asked: string[] = [];
    const answers = {
      suggest: (parameters: URLSearchParams) => {
        asked.push(parameters.get("field") ?? "");
        return suggest(parameters);
      },
    };
    const { user } = renderApp("/", answers);
    await screen.findByRole("checkbox", { name: /Kim Minjun/ });
    expect(asked).toEqual(["user"]);
    await user.click(screen.getByRole("button", { name: "Target" }));
    await waitFor(() => expect(asked).toEqual(["user", "target"]));
    await user.click(screen.getByRole("button", { name: "User" }));
    expect(localStorage.getItem("whodid.facets")).toBe("user");
  });

  it("says when people can't be counted, and keeps the rest", async () => {
    renderApp("/", {
      suggest: () => ({ body: { error: { code: "internal", message: "broken" } }, status: 500 }),
    });
    expect(await screen.findByText("Could not be counted")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "Edit group, 1 event" })).toBeVisible();
  });

  it("finds a task among many by its label", async () => {
    const task = Array.from({ length: 14 }, (_, at) => ({ value: `task ${at}`, count: 20 - at }));
    const facets = { ...aScreen().facets, task: [...task, { value: "delete_group", count: 1 }] };
    const { user } = renderApp("/", { search: () => ({ body: aScreen({ facets }) }) });
    await screen.findByRole("checkbox", { name: "task 0, 20 events" });
    expect(facet("Task").queryByRole("checkbox", { name: /Delete group/ })).toBeNull();
    await user.type(facet("Task").getByRole("searchbox", { name: "Find in Task" }), "DELETE");
    expect(facet("Task").getAllByRole("checkbox")).toHaveLength(1);
    expect(facet("Task").getByRole("checkbox", { name: "Delete group, 1 event" })).toBeVisible();
  });
});
