import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { ExportRequest } from "../../api/parameters";
import type { Export } from "../../api/schema";
import { aDownload, aScreen, aSession, type Call } from "../../testing/answers";
import { renderApp } from "../../testing/renderApp";

const total = (value: number) => ({ total: { value, relation: "exact" as const } });

afterEach(() => localStorage.clear());

/** A server that takes requests and lists them. */
function taking() {
  const taken: ExportRequest[] = [];
  const list: Export[] = [];
  const exports = (call: Call) => {
    if (call.method !== "POST") return { body: { exports: list } };
    taken.push(JSON.parse(call.body) as ExportRequest);
    const download = aDownload({ id: `MADE${taken.length}` });
    list.unshift(download);
    return { body: download, status: 202 };
  };
  return { taken, exports };
}

const openDialog = async (user: ReturnType<typeof renderApp>["user"]) => {
  await user.click(await screen.findByRole("button", { name: "Download" }));
  return screen.findByRole("dialog", { name: "Download" });
};

describe("the download dialog", () => {
  it("says what there will be, requests what was chosen of what the screen shows, and goes to Log Download", async () => {
    const { taken, exports } = taking();
    const { user, router } = renderApp("/?q=kim&status=failure&from=2026-11-01", {
      search: () => ({ body: aScreen(total(2)) }),
      exports,
    });
    await screen.findByText("2 events");
    const dialog = await openDialog(user);
    expect(await within(dialog).findByText("2 rows")).toBeVisible();
    expect(within(dialog).getByText("about 0.4 kB")).toBeVisible();
    expect(within(dialog).queryByLabelText("Split")).toBeNull();
    await user.selectOptions(within(dialog).getByLabelText("Packing"), "zip");
    expect(within(dialog).getByText("about 0.4 kB before packing")).toBeVisible();
    await user.selectOptions(within(dialog).getByLabelText("Split"), "day");
    await user.selectOptions(within(dialog).getByLabelText(/Time zone of the dates/), "UTC");
    await user.selectOptions(within(dialog).getByLabelText(/Language of the labels/), "ko");
    await user.click(within(dialog).getByRole("checkbox", { name: /Safe for spreadsheets/ }));
    await user.click(within(dialog).getByRole("button", { name: "Request download of 2 rows" }));

    const item = await screen.findByRole("article", { name: /^contacts-audit/ });
    expect(router.state.location.pathname).toBe("/log-download");
    expect(router.state.location.hash).toBe("MADE1");
    await waitFor(() => expect(item).toHaveFocus());
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(taken).toEqual([
      {
        q: "kim",
        from: "2026-11-01",
        tz: "Asia/Seoul",
        sort: "-time",
        filters: { status: ["failure"] },
        before: 1048578, // what the screen's search looked at, and nothing that came since
        format: "csv",
        compression: "zip",
        split: "day",
        language: "ko",
        file_tz: "UTC",
        spreadsheet_safe: false,
        partial: false,
      },
    ]);
  });

  it("offers a small file at once, by a plain link to what is shown", async () => {
    const { user } = renderApp("/?q=kim", { search: () => ({ body: aScreen(total(50_000)) }) });
    const dialog = await openDialog(user);
    const link = await within(dialog).findByRole("link", { name: "Download at once" });
    expect(link).toHaveAttribute("download");
    expect(link).toHaveAttribute(
      "href",
      "/api/v1/export.csv?q=kim&tz=Asia%2FSeoul&sort=-time&language=en&spreadsheet_safe=true&before=1048578",
    );
    await user.click(within(dialog).getByRole("radio", { name: /NDJSON/ }));
    expect(within(dialog).queryByLabelText(/Time zone/)).toBeNull();
    expect(within(dialog).queryByLabelText(/Language/)).toBeNull();
    expect(within(dialog).getByRole("link", { name: "Download at once" })).toHaveAttribute(
      "href",
      "/api/v1/export.ndjson?q=kim&tz=Asia%2FSeoul&sort=-time&before=1048578",
    );
    await user.selectOptions(within(dialog).getByLabelText("Packing"), "gzip");
    expect(within(dialog).queryByRole("link", { name: "Download at once" })).toBeNull();
  });

  it("requests a workbook, which is packed and has its sheets already", async () => {
    const { taken, exports } = taking();
    const { user } = renderApp("/", { search: () => ({ body: aScreen(total(2_000_000)) }), exports });
    const dialog = await openDialog(user);
    await user.click(await within(dialog).findByRole("button", { name: "Split for Excel" }));
    await user.click(within(dialog).getByRole("radio", { name: /XLSX/ }));
    expect(within(dialog).queryByLabelText("Packing")).toBeNull();
    expect(within(dialog).queryByText(/^about/)).toBeNull();
    await user.selectOptions(within(dialog).getByLabelText(/Language/), "ja");
    await user.click(within(dialog).getByRole("button", { name: /^Request/ }));
    await waitFor(() =>
      expect(taken[0]).toMatchObject({ format: "xlsx", compression: "none", split: "none", language: "ja" }),
    );
  });

  it("asks before it leaves out days that can't be read", async () => {
    const { taken, exports } = taking();
    const { user } = renderApp("/", {
      search: () => ({
        body: aScreen({ total: { value: 7, relation: "at_least" }, missing_days: ["2026-11-20"] }),
      }),
      exports,
    });
    const dialog = await openDialog(user);
    expect(await within(dialog).findByText("At least 7 rows")).toBeVisible();
    const submit = within(dialog).getByRole("button", { name: "Request download of at least 7 rows" });
    expect(submit).toBeDisabled();
    expect(within(dialog).queryByRole("link", { name: "Download at once" })).toBeNull();
    await user.click(within(dialog).getByRole("checkbox", { name: "Download without them" }));
    expect(within(dialog).getByRole("link", { name: "Download at once" })).toHaveAttribute(
      "href",
      expect.stringContaining("partial=true"),
    );
    await user.click(submit);
    await waitFor(() => expect(taken[0]).toMatchObject({ partial: true }));
  });

  it("names the limit of Excel, and splits for it", async () => {
    const { user } = renderApp("/", { search: () => ({ body: aScreen(total(10_000_000)) }) });
    const dialog = await openDialog(user);
    expect(await within(dialog).findByText(/Excel opens at most 1,048,576 rows/)).toBeVisible();
    expect(within(dialog).queryByRole("link", { name: "Download at once" })).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Split for Excel" }));
    expect(within(dialog).getByLabelText("Packing")).toHaveValue("zip");
    expect(within(dialog).getByLabelText("Split")).toHaveValue("rows");
    expect(within(dialog).queryByText(/Excel opens/)).toBeNull();
  });

  it("says the server's no and can ask again", async () => {
    const { exports } = taking();
    let no = true;
    const message = "10 of your downloads are still being written, and there can't be more.";
    const { user, router } = renderApp("/", {
      exports: (call) =>
        no && call.method === "POST"
          ? { body: { error: { code: "too_many_downloads", message } }, status: 409 }
          : exports(call),
    });
    const dialog = await openDialog(user);
    const submit = await within(dialog).findByRole("button", { name: "Request download of 1 row" });
    await user.click(submit);
    expect(await within(dialog).findByText(message)).toBeVisible();
    expect(router.state.location.pathname).toBe("/");
    no = false;
    await user.click(submit);
    await waitFor(() => expect(router.state.location.pathname).toBe("/log-download"));
  });

  it("says who may not, asks nothing for them, and when there is nothing", async () => {
    const asked: string[] = [];
    const { user } = renderApp("/", {
      session: () => ({ body: aSession({ role: "viewer" }) }),
      exports: ({ url }) => {
        asked.push(url);
        return { body: { exports: [] } };
      },
    });
    expect(await within(await openDialog(user)).findByText(/needs the role auditor or admin/)).toBeVisible();
    expect(asked).toEqual([]);
  });
});
