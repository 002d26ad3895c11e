import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { View, ViewChange } from "../api/schema";
import { aSession, aView, type Answer, type Call } from "../testing/answers";
import { renderApp } from "../testing/renderApp";

const scim = aView({ id: "scim", name: "Failures of SCIM", starred: true });
const groups = aView({
  id: "groups",
  name: "Groups",
  address: "?q=group",
  owner: "lee",
  mine: false,
  shared: true,
});

/** A server that keeps views, and says no to whatever `refuse` names. */
function keeping(first: View[], refuse: (call: Call) => Answer | null = () => null) {
  let views = first;
  return (call: Call): Answer => {
    const refused = refuse(call);
    if (refused) return refused;
    const id = call.url.split("/").at(-1) ?? "";
    const body = call.body === "" ? {} : (JSON.parse(call.body) as ViewChange);
    if (call.method === "POST") {
      const view = aView({ ...body, id: "made" });
      views = [...views, view];
      return { body: view, status: 201 };
    }
    if (call.method === "PATCH") {
      views = views.map((view) => (view.id === id ? { ...view, ...body } : view));
      return { body: views.find((view) => view.id === id) };
    }
    if (call.method === "DELETE") {
      views = views.filter((view) => view.id !== id);
      return { body: null, status: 204 };
    }
    return { body: { views } };
  };
}

const no = (status: number, code: string, message: string): Answer => ({
  body: { error: { code, message } },
  status,
});
const address = (router: ReturnType<typeof renderApp>["router"], want: string) =>
  waitFor(() => expect(router.state.location.searchStr).toBe(want));
const nav = () => screen.findByRole("region", { name: "Views" });
const manage = async (user: ReturnType<typeof renderApp>["user"]) => {
  await user.click(await screen.findByRole("button", { name: "Manage views" }));
  const dialog = await screen.findByRole("dialog", { name: "Views" });
  await within(dialog).findByRole("list", { name: "Views" });
  return dialog;
};

describe("a saved view", () => {
  it("is saved with what is shown, and shown by its name", async () => {
    const { user, router, changes } = renderApp("/?q=kim&event=01KAJ3T5Q1W8Z0R7M2C9X4V6BN&scope=all", {
      views: keeping([]),
    });
    await user.click(await screen.findByRole("button", { name: "Save view" }));
    const form = await screen.findByRole("form", { name: "Save view" });
    await user.click(within(form).getByRole("button", { name: "Save view" }));
    expect(within(form).getByText("Give the view a name.")).toBeVisible();
    await user.type(within(form).getByLabelText("Name"), "Kim  ");
    await user.click(within(form).getByRole("switch", { name: "Share with everybody" }));
    await user.click(within(form).getByRole("button", { name: "Save view" }));
    expect(await screen.findByRole("button", { name: "View: Kim" })).toBeVisible();
    expect(JSON.parse(changes()[0]?.body ?? "")).toEqual({
      name: "Kim",
      address: "?q=kim",
      shared: true,
      starred: false,
      default: false,
    });
    await address(router, "?q=kim&event=01KAJ3T5Q1W8Z0R7M2C9X4V6BN&scope=all&view=made");
  });

  it("says at the name that there is one already, and elsewhere what else went wrong", async () => {
    let answer = no(409, "view_exists", "You have a view of this name.");
    const { user } = renderApp("/?q=kim", {
      views: keeping([], ({ method }) => (method === "POST" ? answer : null)),
    });
    await user.click(await screen.findByRole("button", { name: "Save view" }));
    const form = await screen.findByRole("form", { name: "Save view" });
    const name = within(form).getByLabelText("Name");
    await user.type(name, "Kim{Enter}");
    expect(await within(form).findByText(/You have a view of this name. Choose another/)).toBeVisible();
    expect(name).toBeInvalid();
    answer = no(503, "not_stored", "The disk takes no writes.");
    await user.type(name, "2{Enter}");
    expect(await within(form).findByRole("alert")).toHaveTextContent("Not saved. The disk takes no writes.");
    expect(name).toBeValid();
  });

  it("opens from the navigation, starred ones first, and says when the search has been changed since", async () => {
    const { user, router } = renderApp("/?q=x", { views: keeping([groups, scim]) });
    const links = within(await nav()).findAllByRole("link");
    expect((await links).map((link) => link.textContent)).toEqual(["Failures of SCIM", "Groups"]);
    await user.click(within(await nav()).getByRole("link", { name: "Failures of SCIM" }));
    await address(router, "?status=failure&service_type=scim&view=scim");
    expect(await screen.findByRole("button", { name: "View: Failures of SCIM" })).toBeVisible();
    expect(within(await nav()).getByRole("link", { name: "Failures of SCIM" })).toHaveAttribute(
      "aria-current",
      "page",
    );
    await user.click(await screen.findByRole("button", { name: "Remove Status: Failure" }));
    await user.click(await screen.findByRole("button", { name: "View: Failures of SCIM, changed" }));
    await user.click(await screen.findByRole("button", { name: "Back to what was saved" }));
    await address(router, "?status=failure&service_type=scim&view=scim");
  });

  it("is updated to what is shown", async () => {
    const { user, changes } = renderApp("/?q=kim&view=scim", { views: keeping([scim]) });
    await user.click(await screen.findByRole("button", { name: "View: Failures of SCIM, changed" }));
    await user.click(await screen.findByRole("button", { name: "Update" }));
    expect(await screen.findByText("The search is as it was saved.")).toBeVisible();
    expect(changes().map(({ method, url, body }) => [method, url, body])).toEqual([
      ["PATCH", "/api/v1/views/scim", JSON.stringify({ address: "?q=kim" })],
    ]);
  });

  it("of somebody else can only be saved as one's own", async () => {
    const { user } = renderApp("/?q=kim&view=groups", {
      session: () => ({ body: aSession({ role: "viewer" }) }),
      views: keeping([groups]),
    });
    await user.click(await screen.findByRole("button", { name: "View: Groups, changed" }));
    await user.click(await screen.findByRole("button", { name: "Save as new" }));
    expect(screen.queryByRole("button", { name: "Update" })).toBeNull();
    await user.type(await screen.findByLabelText("Name"), "My groups{Enter}");
    expect(await screen.findByRole("button", { name: "View: My groups" })).toBeVisible();
  });

  it("that is gone is said calmly, and the link's search is shown", async () => {
    const { user, router, searches } = renderApp("/?q=kim&view=lost", { views: keeping([scim]) });
    expect(await screen.findByText(/The view of this link is no longer there/)).toBeVisible();
    expect(searches()[0]?.get("q")).toBe("kim");
    await user.click(screen.getByRole("button", { name: "Dismiss" }));
    await address(router, "?q=kim");
    expect(screen.queryByText(/no longer there/)).toBeNull();
  });

  it("names the parts of its address that it does not understand", async () => {
    const odd = aView({ id: "odd", name: "Old", address: "?q=kim&colour=red&from=tuesday" });
    const { user, router } = renderApp("/?q=x", { views: keeping([odd]) });
    await user.click(await within(await nav()).findByRole("link", { name: "Old" }));
    await address(router, "?q=kim&view=odd");
    expect(await screen.findByText(/“Old” were not understood.*from=tuesday, colour=red/)).toBeVisible();
    expect(screen.getByRole("button", { name: "View: Old" })).toBeVisible();
  });
});

describe("the views in all", () => {
  it("are starred, renamed, shared, made the default and deleted", async () => {
    const { user, router, changes } = renderApp("/?q=kim&view=scim", { views: keeping([scim, groups]) });
    const dialog = await manage(user);
    await user.click(within(dialog).getByRole("button", { name: "Star Groups" }));
    expect(within(dialog).getByRole("button", { name: "Star Groups" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await user.click(within(dialog).getByRole("button", { name: "Options of Failures of SCIM" }));
    await user.click(within(dialog).getByRole("switch", { name: "Open whodid with this view" }));
    await user.click(within(dialog).getByRole("switch", { name: "Share with everybody" }));
    const name = within(dialog).getByLabelText("Name");
    await user.clear(name);
    await user.type(name, "SCIM fails{Enter}");
    expect(await within(dialog).findByRole("link", { name: "SCIM fails" })).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Update to what is shown now" }));
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(within(dialog).getByText("Delete “SCIM fails” for everybody?")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(within(dialog).queryByRole("link", { name: "SCIM fails" })).toBeNull());
    await address(router, "?q=kim");
    await waitFor(() =>
      expect(changes().map(({ method, url, body }) => `${method} ${url.split("/").at(-1)} ${body}`)).toEqual([
        'PATCH groups {"starred":true}',
        'PATCH scim {"default":true}',
        'PATCH scim {"shared":true}',
        'PATCH scim {"name":"SCIM fails"}',
        'PATCH scim {"address":"?q=kim"}',
        "DELETE scim ",
      ]),
    );
    expect(screen.queryByText(/no longer there/)).toBeNull();
  });

  it("take back what the server refuses, and say so", async () => {
    const { user } = renderApp("/?q=kim", {
      views: keeping([scim], ({ method }) =>
        method === "GET" ? null : no(503, "not_stored", "The disk takes no writes."),
      ),
    });
    const dialog = await manage(user);
    await user.click(within(dialog).getByRole("button", { name: "Star Failures of SCIM" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(
      "“Failures of SCIM” is as it was. The disk takes no writes.",
    );
    expect(within(dialog).getByRole("button", { name: "Star Failures of SCIM" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await user.click(within(dialog).getByRole("button", { name: "Options of Failures of SCIM" }));
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The disk takes no writes.");
    expect(within(dialog).getByRole("link", { name: "Failures of SCIM" })).toBeVisible();
  });

  it("say at the name that it is taken", async () => {
    const { user } = renderApp("/?q=kim", {
      views: keeping([scim], ({ method }) => (method === "PATCH" ? no(409, "view_exists", "Taken.") : null)),
    });
    const dialog = await manage(user);
    await user.click(within(dialog).getByRole("button", { name: "Options of Failures of SCIM" }));
    await user.type(within(dialog).getByLabelText("Name"), "2{Enter}");
    expect(await within(dialog).findByText(/You have a view of this name/)).toBeVisible();
    expect(within(dialog).queryByRole("alert")).toBeNull();
    expect(within(dialog).getByRole("link", { name: "Failures of SCIM" })).toBeVisible();
  });

  it("bear names of any kind", async () => {
    const names = ["<img src=x onerror=alert(1)>", "مرحبا 🌷", "긴".repeat(120)];
    renderApp("/?q=kim", { views: keeping(names.map((name, at) => aView({ id: `v${at}`, name }))) });
    const links = await within(await nav()).findAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual(names);
    expect(document.querySelector("img")).toBeNull();
  });

  it("that don't come leave the search alone", async () => {
    const { user } = renderApp("/", { views: () => ({ body: "<html>" }) });
    expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toBeVisible();
    const dialog = await manage(user);
    expect(within(dialog).getByRole("alert")).toHaveTextContent("not understood");
  });
});

describe("the default view", () => {
  const views = keeping([{ ...scim, default: true }]);

  it("opens with the bare address, in place of it, before anything is searched for", async () => {
    const { router, searches } = renderApp("/", { views });
    await address(router, "?status=failure&service_type=scim&view=scim");
    expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toBeVisible();
    expect(searches()[0]?.getAll("status")).toEqual(["failure"]);
    expect(router.history.length).toBe(1);
  });

  it("does not open again where one goes to the bare address", async () => {
    const { user, router, searches } = renderApp("/", { views });
    await address(router, "?status=failure&service_type=scim&view=scim");
    await user.click(screen.getByRole("link", { name: "Contacts" }));
    await address(router, "");
    await waitFor(() => expect(searches().at(-1)?.has("status")).toBe(false));
    await address(router, "");
  });

  it("does not open where the address says anything, understood or not", async () => {
    const { router } = renderApp("/?colour=red", { views });
    expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toBeVisible();
    expect(router.state.location.searchStr).toBe("");
  });

  it("does not open because another view became the default meanwhile", async () => {
    const { user, router } = renderApp("/", { views: keeping([scim]) });
    const dialog = await manage(user);
    await user.click(within(dialog).getByRole("button", { name: "Options of Failures of SCIM" }));
    await user.click(within(dialog).getByRole("switch", { name: "Open whodid with this view" }));
    expect(await within(dialog).findByText(/opens with whodid/)).toBeVisible();
    expect(router.state.location.searchStr).toBe("");
  });

  it("is not waited for without end", async () => {
    renderApp("/", { views: () => ({ body: { views: [] }, after: new Promise(() => undefined) }) });
    expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toBeVisible();
  });
});
