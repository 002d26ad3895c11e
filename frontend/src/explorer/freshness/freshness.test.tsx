import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { renderApp } from "../../testing/renderApp";
import { pulseOf } from "./useFreshness";
import { quietWords } from "./words";

/** An answer of a server whose clock is three hours behind. */
function answer(ago: number | null, quiet: { value: string; ago: number; per_hour: number }[] = []) {
  const now = Date.now() - 3 * 3_600_000;
  const at = (seconds: number) => new Date(now - seconds * 1000).toISOString();
  return {
    body: {
      now: at(0),
      latest: ago === null ? null : at(ago),
      service_types: [
        { value: "pc_web", latest: at(ago ?? 0), per_hour: 120, quiet: false },
        ...quiet.map(({ value, ago: silent, per_hour }) => ({
          value,
          latest: at(silent),
          per_hour,
          quiet: true,
        })),
      ],
    },
  };
}

describe("the freshness line", () => {
  it("ticks by the server's clock, and draws no row anew for it", async () => {
    renderApp("/", { freshness: () => answer(12) });
    const line = await screen.findByRole("button", { name: /latest event 1[2-4] sec ago/ });
    const ticked = async () => {
      const before = line.textContent;
      await waitFor(() => expect(line).not.toHaveTextContent(before));
    };
    await ticked(); // by then the table has laid itself out
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    const grid = screen.getByRole("grid", { name: "Events" });
    observer.observe(grid, { subtree: true, childList: true, attributes: true, characterData: true });
    await ticked();
    expect(line).toHaveTextContent(/latest event 1[4-9] sec ago/);
    changes.push(...observer.takeRecords());
    expect(changes.map(({ target, type }) => `${type} ${target.nodeName} ${target.textContent}`)).toEqual([]);
  });

  it("warns of a service type that has gone quiet, and tells of all", async () => {
    const { user } = renderApp("/", {
      freshness: () => answer(12, [{ value: "scim", ago: 3 * 3600 + 60, per_hour: 40.2 }]),
    });
    await user.click(await screen.findByRole("button", { name: /SCIM: none for 3 h, usually 40 an hour/ }));
    const dialog = await screen.findByRole("dialog", { name: "How new the log is" });
    expect(await within(dialog).findByRole("row", { name: /SCIM.*3 hr ago.*40 an hour/ })).toBeVisible();
    expect(within(dialog).getByRole("row", { name: /PC Web.*120 an hour/ })).toBeVisible();
  });

  it("counts several", async () => {
    renderApp("/", {
      freshness: () =>
        answer(12, [
          { value: "scim", ago: 9000, per_hour: 40 },
          { value: "api", ago: 9000, per_hour: 7 },
        ]),
    });
    expect(await screen.findByText("2 service types have gone quiet")).toBeVisible();
  });

  it("says that there are no events yet", async () => {
    renderApp("/", { freshness: () => answer(null) });
    expect(await screen.findByText("no events yet")).toBeVisible();
  });

  it("says nothing where the server can't tell", async () => {
    renderApp("/");
    expect(await screen.findByRole("row", { name: /Kim Minjun/ })).toBeVisible();
    expect(screen.queryByText(/latest event/)).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("quietWords", () => {
  it.each([
    [5 * 60, 90, "SCIM: none for 5 min, usually 90 an hour"],
    [26 * 3600, 0.4, "SCIM: none for 26 h, usually 10 a day"],
    [4 * 86_400, 0.01, "SCIM: none for 4 days, usually 1 a day"],
  ])("%d s", (ago, perHour, want) => {
    const now = Date.parse("2026-11-23T10:00:00Z");
    const pulse = pulseOf(
      {
        now: "2026-11-23T01:00:00.000Z",
        latest: null,
        missing_days: [],
        service_types: [
          {
            value: "scim",
            latest: new Date(Date.parse("2026-11-23T01:00:00Z") - ago * 1000).toISOString(),
            per_hour: perHour,
            quiet: true,
          },
        ],
      },
      now,
    );
    const [scim] = pulse.sources;
    if (!scim) throw new Error("no source");
    expect(quietWords(scim, pulse.at, en)).toBe(want);
  });
});
