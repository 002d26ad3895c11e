import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { QuestionChip } from "../../api/schema";
import { aScreen } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";
import { recentQuestions } from "../ask/recent";

beforeEach(() => localStorage.clear());

const understood: Record<string, QuestionChip[]> = {
  "edit group by kim seoul": [
    { field: "task", op: "is", value: "edit_group", text: "edit group" },
    { field: "user", op: "matches", value: "kim", text: "by kim" },
    { field: "any", op: "matches", value: "seoul", text: "seoul" },
  ],
  "user:kim busan": [
    { field: "user", op: "matches", value: "kim", text: "user:kim" },
    { field: "any", op: "matches", value: "busan", text: "busan" },
  ],
};

/** Searches are answered with how the question was read. */
const search = (parameters: URLSearchParams) => ({
  body: aScreen({
    interpretation: {
      chips: understood[parameters.get("q") ?? ""] ?? [],
      notes: [],
      note_codes: [],
      terms: [],
    },
  }),
});

const findForm = () => screen.findByRole("dialog", { name: "Advanced conditions" });
const findRow = (form: HTMLElement, at: number) =>
  within(form).findByRole("group", { name: `Condition ${at}` });

describe("the advanced form", () => {
  it("says what the question and the filters say, and changes only what was changed", async () => {
    const { user, router } = renderApp("/?q=edit+group+by+kim+seoul&not_status=failure&from=now-7d", {
      search,
    });
    await screen.findByRole("button", { name: "Remove User: kim" });
    await user.click(screen.getByRole("button", { name: "Advanced" }));
    const form = await findForm();
    expect(await within(form).findByLabelText("Words")).toHaveValue("seoul");
    const status = await findRow(form, 1);
    expect(within(status).getByRole("combobox", { name: "Comparison" })).toHaveDisplayValue("is not");
    expect(within(status).getByRole("checkbox", { name: "Failure" })).toBeChecked();
    const task = await findRow(form, 2);
    expect(within(task).getByRole("checkbox", { name: "Edit group" })).toBeChecked();
    const kim = await findRow(form, 3);
    expect(within(kim).getByText("kim")).toBeVisible();

    await user.click(within(task).getByRole("checkbox", { name: "Add group" }));
    await user.click(within(form).getByRole("button", { name: "Search" }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe(
        "?q=by+kim+seoul&from=now-7d&task=edit_group&task=add_group&not_status=failure",
      ),
    );
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(recentQuestions("admin")).toEqual(["by kim seoul"]);
  });

  it("leaves the question to the letter where nothing was changed, and asks again", async () => {
    const { user, router, searches } = renderApp("/?q=edit+group+by+kim+seoul", { search });
    await screen.findByRole("button", { name: "Remove User: kim" });
    await user.click(screen.getByRole("button", { name: "Advanced" }));
    const before = searches().length;
    await user.click(await within(await findForm()).findByRole("button", { name: "Search" }));
    await waitFor(() => expect(searches()).toHaveLength(before + 1));
    expect(router.state.location.searchStr).toBe("?q=edit+group+by+kim+seoul");
  });

  it("first asks what stands in the box, so that the form can show it", async () => {
    const { user, router } = renderApp("/", { search });
    await user.type(await screen.findByRole("combobox", { name: "Search the audit log" }), "user:kim busan");
    await user.click(screen.getByRole("button", { name: "Advanced" }));
    await waitFor(() => expect(router.state.location.searchStr).toBe("?q=user%3Akim+busan"));
    const form = await findForm();
    expect(await within(form).findByLabelText("Words")).toHaveValue("busan");
    expect(within(await findRow(form, 1)).getByText("kim")).toBeVisible();
  });

  it("adds and removes rows, takes several values, and knows what was typed last", async () => {
    const { user, router } = renderApp("/", { search });
    await user.click(await screen.findByRole("button", { name: "Advanced" }));
    const form = await findForm();
    await user.type(
      await within(form).findByLabelText("Values for User"),
      "kim{Enter}lee jiho{Enter}x{Enter}",
    );
    await user.click(within(form).getByRole("button", { name: "Remove x" }));

    await user.click(within(form).getByRole("button", { name: "Add condition" }));
    const second = await findRow(form, 2);
    expect(within(second).getByRole("combobox", { name: "Field" })).toHaveFocus();
    await user.selectOptions(within(second).getByRole("combobox", { name: "Field" }), "Service Type");
    await user.selectOptions(within(second).getByRole("combobox", { name: "Comparison" }), "is not");
    await user.click(within(second).getByRole("checkbox", { name: "SCIM" }));

    await user.click(within(form).getByRole("button", { name: "Add condition" }));
    await user.click(within(await findRow(form, 3)).getByRole("button", { name: "Remove condition 3" }));
    expect(within(form).getByRole("button", { name: "Add condition" })).toHaveFocus();

    await user.click(within(form).getByRole("button", { name: "Add condition" }));
    const third = await findRow(form, 3);
    await user.selectOptions(within(third).getByRole("combobox", { name: "Field" }), "Words");
    await user.selectOptions(within(third).getByRole("combobox", { name: "Comparison" }), "does not contain");
    // Left without Enter: it counts all the same.
    await user.type(within(third).getByLabelText("Values for Words"), "tokyo");
    await user.click(within(form).getByRole("button", { name: "Search" }));
    await waitFor(() => expect(router.state.location.searchStr).toContain("not_service_type=scim"));
    const asked = new URLSearchParams(router.state.location.searchStr);
    expect(asked.get("q")).toBe('user:(kim or "lee jiho") -"tokyo"');
  });

  it("has one exact row a field, since two would be one filter", async () => {
    const { user } = renderApp("/?task=edit_group", { search });
    await user.click(await screen.findByRole("button", { name: "Advanced" }));
    const form = await findForm();
    await user.click(await within(form).findByRole("button", { name: "Add condition" }));
    const second = await findRow(form, 2);
    await user.selectOptions(within(second).getByRole("combobox", { name: "Field" }), "Task");
    const comparison = within(second).getByRole("combobox", { name: "Comparison" });
    expect(comparison).toHaveDisplayValue("contains");
    expect(within(comparison).getByRole("option", { name: "is" })).toBeDisabled();
  });

  it("suggests people for an exact row", async () => {
    const kim = {
      value: "minjun.kim@acme.example",
      name: "Kim Minjun",
      email: "minjun.kim@acme.example",
      count: 12,
    };
    const { user, router } = renderApp("/", {
      search,
      suggest: (parameters) => ({ body: { field: parameters.get("field"), values: [kim], more: false } }),
    });
    await user.click(await screen.findByRole("button", { name: "Advanced" }));
    const form = await findForm();
    const row = await findRow(form, 1);
    await user.selectOptions(within(row).getByRole("combobox", { name: "Comparison" }), "is");
    await user.type(within(row).getByRole("combobox", { name: "Values for User" }), "ki");
    await within(row).findByRole("option", { name: /Kim Minjun/ });
    await user.keyboard("{ArrowDown}{Enter}");
    expect(within(row).getByRole("button", { name: "Remove minjun.kim@acme.example" })).toBeVisible();
    // Enter in the empty field searches.
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.searchStr).toBe("?user=minjun.kim%40acme.example"));
  });

  it("opens with the question as words where the search fails", async () => {
    const { user } = renderApp("/?q=user:kim+busan", {
      search: () => ({ body: { error: { code: "internal", message: "No." } }, status: 500 }),
    });
    await screen.findByRole("alert");
    await user.click(screen.getByRole("button", { name: "Advanced" }));
    expect(await within(await findForm()).findByLabelText("Words")).toHaveValue("user:kim busan");
  });

  it("is the phone’s search: the question as typed, conditions, Search", async () => {
    vi.spyOn(window, "matchMedia").mockImplementation(
      (query) =>
        ({
          matches: query.includes("max-width"),
          media: query,
          addEventListener: () => undefined,
          removeEventListener: () => undefined,
        }) as unknown as MediaQueryList,
    );
    const { user, router } = renderApp("/?q=edit+group+by+kim+seoul&status=failure", { search });
    await screen.findByRole("button", { name: "Remove User: kim" });
    await user.click(screen.getByRole("button", { name: "Open search" }));
    const sheet = await screen.findByRole("dialog", { name: "Search" });
    const box = await within(sheet).findByRole("combobox", { name: "Search the audit log" });
    expect(box).toHaveValue("edit group by kim seoul");
    expect(within(await findRow(sheet, 1)).getByRole("checkbox", { name: "Failure" })).toBeChecked();
    await user.type(box, " us");
    await within(sheet).findByRole("option", { name: /^user:/ });
    await user.keyboard("{Escape}");
    expect(within(sheet).queryByRole("option", { name: /^user:/ })).toBeNull();
    expect(sheet).toBeVisible();
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}lee");
    expect(box).toHaveValue("edit group by kim seoul user:lee");
    await user.click(within(sheet).getByRole("button", { name: "Search" }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toBe("?q=edit+group+by+kim+seoul+user%3Alee&status=failure"),
    );
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
