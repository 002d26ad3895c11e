import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";
import { anImport } from "../../testing/sources";
import { fakeUploads } from "../../testing/uploads";

const saved: string[] = [];
let sent: ReturnType<typeof fakeUploads>;

beforeEach(() => {
  sent = fakeUploads();
  saved.length = 0;
  URL.createObjectURL = () => "blob:a-file";
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
});

const csv = (name: string, text = "Date,User\n") => new File([text], name, { type: "text/csv" });

/** Drops files as a desktop does. */
function drop(files: File[], folders = 0) {
  const item = (file: File | null) => ({
    kind: "file",
    getAsFile: () => file,
    webkitGetAsEntry: () => ({ isDirectory: file === null }),
  });
  const items = [...files.map(item), ...Array.from({ length: folders }, () => item(null))];
  fireEvent.drop(document.body, { dataTransfer: { types: ["Files"], items } });
}

async function importing(...files: File[]) {
  const page = renderApp("/sources");
  await screen.findByRole("heading", { name: "Import files" });
  drop(files);
  await page.user.click(await screen.findByRole("button", { name: /^Import \d files?$/ }));
  return page;
}

const sentAt = (index: number) => {
  const one = sent[index];
  if (!one) throw new Error(`nothing was sent as number ${index}`);
  return one;
};

describe("an upload", () => {
  it("is of the files that were dropped, read as was said, with its progress and its report", async () => {
    const { user } = renderApp("/sources");
    await screen.findByRole("heading", { name: "Import files" });
    drop([csv("a.csv", "x".repeat(4000)), csv("b.csv")]);
    expect(sent).toHaveLength(0); // nothing goes out before it is said how to read it
    await user.selectOptions(screen.getByLabelText("Time zone of the file"), "Europe/Berlin");
    await user.selectOptions(screen.getByLabelText("Encoding"), "CP949 (Korean)");
    await user.click(screen.getByRole("button", { name: "Import 2 files" }));

    const first = await screen.findByRole("article", { name: "a.csv" });
    expect(Object.fromEntries(sentAt(0).url.searchParams)).toEqual({
      name: "a.csv",
      tz: "Europe/Berlin",
      encoding: "cp949",
    });
    act(() => sentAt(0).progress(1000));
    expect(within(first).getByText("1 kB of 4 kB")).toBeVisible();
    expect(within(first).getByRole("progressbar", { name: "a.csv" })).toHaveAttribute("value", "1000");
    const second = screen.getByRole("article", { name: "b.csv" });
    expect(second).toHaveTextContent("Waits for the one before");

    act(() => sentAt(0).answer(200, anImport({ file: "a.csv" })));
    expect(await within(first).findByText("Done")).toBeVisible();
    expect(first).toHaveTextContent(/Accepted998Duplicates1Rejected1/);
    expect(within(first).getByText("Columns that are not read: Seat.")).toBeVisible();
    expect(within(first).getByRole("row", { name: /^17 time that can't be read.*never/ })).toBeVisible();
    await user.click(within(first).getByRole("button", { name: "Save report (CSV)" }));
    await user.click(within(first).getByRole("button", { name: "Save report (JSON)" }));
    expect(saved).toEqual(["a.csv.report.csv", "a.csv.report.json"]);
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(second).toHaveTextContent("Sending");
  });

  it("lists the first rejected rows, and all when asked", async () => {
    const { user } = await importing(csv("bad.csv"));
    const rejected = Array.from({ length: 60 }, (_, at) => ({
      ...{ line: at + 2, code: "invalid_time", field: "time", value: "never", message: "No." },
    }));
    act(() => sentAt(0).answer(200, anImport({ rejected, rejected_total: 5321 })));
    expect(await screen.findByText("The first 60 of 5,321 are listed.")).toBeVisible();
    const rows = () => within(screen.getByRole("article", { name: "bad.csv" })).getAllByRole("row");
    expect(rows()).toHaveLength(21);
    await user.click(screen.getByRole("button", { name: "Show all 60" }));
    expect(rows()).toHaveLength(61);
  });

  it("keeps the server's sentence on a file that is no log, and what it is to be done", async () => {
    await importing(csv("log.zip"));
    const error = { code: "not_text", message: "This is a ZIP. Unpack it first.", field: "" };
    act(() => sentAt(0).answer(400, anImport({ state: "failed", accepted: 0, rejected: [], error })));
    expect(await screen.findByRole("alert")).toHaveTextContent("This is a ZIP. Unpack it first.");
    expect(screen.getByRole("article", { name: "log.zip" })).toHaveTextContent("Failed");
  });

  it("says that nothing is lost when the connection is, and sends it again", async () => {
    const { user } = await importing(csv("a.csv"));
    act(() => sentAt(0).lose());
    expect(await screen.findByRole("alert")).toHaveTextContent(
      /What was stored stays; send it again, nothing is stored twice/,
    );
    await user.click(screen.getByRole("button", { name: "Send again: a.csv" }));
    act(() => sentAt(1).answer(200, anImport()));
    expect(await screen.findByText("Done")).toBeVisible();
  });

  it("can be canceled, and goes on while one is elsewhere on the page", async () => {
    const { user } = await importing(csv("a.csv"), csv("b.csv"));
    await user.click(screen.getByRole("link", { name: "Contacts" }));
    await screen.findByRole("grid", { name: "Events" });
    const leave = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(leave);
    expect(leave.defaultPrevented).toBe(true);
    await user.click(screen.getByRole("link", { name: "Sources" }));
    await user.click(await screen.findByRole("button", { name: "Cancel: a.csv" }));
    expect(sentAt(0).aborted).toBe(true);
    expect(await screen.findByText(/^What was stored by then stays/)).toBeVisible();
    await waitFor(() => expect(sent).toHaveLength(2));
    act(() => sentAt(1).answer(200, anImport()));
    await user.click(await screen.findByRole("button", { name: "Remove: b.csv" }));
    expect(screen.queryByRole("article", { name: "b.csv" })).toBeNull();
  });

  it("ends with the log-out", async () => {
    const { user } = await importing(csv("a.csv"));
    await user.click(screen.getByRole("button", { name: "Log out" }));
    await screen.findByLabelText("Token");
    expect(sentAt(0).aborted).toBe(true);
  });

  it("takes no folders, and files by the button too", async () => {
    const { user } = renderApp("/sources");
    const chosen = await screen.findByRole("button", { name: "Choose files" });
    drop([], 1);
    expect(await screen.findByText(/^A folder can't be dropped here/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Import \d/ })).toBeNull();
    const input = chosen.parentElement?.querySelector("input");
    if (!input) throw new Error("there is nothing to choose files by");
    fireEvent.change(input, { target: { files: [csv("a.csv")] } });
    await user.click(await screen.findByRole("button", { name: "Discard" }));
    expect(screen.queryByText("a.csv")).toBeNull();
  });
});

describe("a file whose header nobody knows", () => {
  const question = {
    error: { code: "unknown_columns", message: "The header names no time.", field: "header" },
    header: ["When", "Who", "Task"],
    sample: [["2026-11-22 10:00", "kim@acme.example", "Edit group"]],
    guess: { Task: "task" },
  };

  it("is asked about, and sent again with what was said", async () => {
    const { user } = await importing(csv("doors.csv"));
    act(() => sentAt(0).answer(422, question));
    const file = await screen.findByRole("article", { name: "doors.csv" });
    expect(await within(file).findByText("What do its columns mean?")).toBeVisible();
    expect(within(file).getByText("kim@acme.example")).toBeVisible();
    expect(within(file).getByLabelText("Task")).toHaveValue("task");
    const submit = () => within(file).getByRole("button", { name: "Import with these columns" });
    await user.click(submit());
    expect(within(file).getByRole("alert")).toHaveTextContent("One column must be the time.");
    await user.selectOptions(within(file).getByLabelText("When"), "Time");
    expect(within(file).getByRole("alert")).toHaveTextContent("One column must be the user");
    await user.selectOptions(within(file).getByLabelText("Who"), "Time");
    expect(within(file).getByRole("alert")).toHaveTextContent("Two columns mean the same: Time.");
    await user.selectOptions(within(file).getByLabelText("Who"), "User: e-mail");
    await user.clear(within(file).getByLabelText("Name"));
    await user.click(submit());
    expect(within(file).getByText("Give it a name.")).toBeVisible();
    await user.type(within(file).getByLabelText("Name"), "Doors");
    await user.click(submit());
    expect(JSON.parse(sentAt(1).url.searchParams.get("columns") ?? "")).toEqual({
      When: "time",
      Who: "user.email",
      Task: "task",
    });
    expect(sentAt(1).url.searchParams.get("map")).toBe("Doors");

    const error = { code: "map_exists", message: "There is one.", field: "map" };
    act(() => sentAt(1).answer(409, { error }));
    expect(await within(file).findByText(/Another header has this name already/)).toBeVisible();
    expect(within(file).getByLabelText("Who")).toHaveValue("user.email");
    await user.click(within(file).getByRole("checkbox", { name: /^Keep for all files/ }));
    await user.click(submit());
    expect(sentAt(2).url.searchParams.has("map")).toBe(false);
    act(() => sentAt(2).answer(200, anImport({ file: "doors.csv" })));
    expect(await within(file).findByText("Done")).toBeVisible();
  });
});
