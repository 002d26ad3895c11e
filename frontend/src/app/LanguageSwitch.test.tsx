import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { preferredLanguage } from "../messages";
import { anEvent, aScreen } from "../testing/answers";
import { renderApp } from "../testing/renderApp";
import { kept } from "./kept";

afterEach(() => localStorage.clear());

const language = (name: string) => screen.findByRole("button", { name });

describe("the language switch", () => {
  it("says everything anew in the chosen language, in its dates and numbers too, and keeps the choice", async () => {
    const { user, router } = renderApp("/?q=group", {
      search: () => ({ body: aScreen({ total: { value: 1371, relation: "exact" } }) }),
    });
    await user.click(await language("한국어"));
    const grid = await screen.findByRole("grid", { name: "이벤트" });
    const row = within(grid).getByRole("row", { name: /Kim Minjun/ });
    for (const text of ["18:12:33", "그룹 수정", "성공", "PC 웹"]) expect(row).toHaveTextContent(text);
    expect(within(grid).getByText("2026년 11월 22일 일요일")).toBeVisible();
    expect(screen.getByText("이벤트 1,371건")).toBeVisible();
    expect(document.documentElement).toHaveAttribute("lang", "ko");
    expect(kept("language")).toBe("ko");
    expect(preferredLanguage()).toBe("ko");
    // React Aria's own words follow: the hidden buttons beside a popover are its, not ours.
    await user.click(screen.getByRole("button", { name: "고급 검색" }));
    expect(await screen.findAllByRole("button", { name: "무시" })).not.toHaveLength(0);
    await user.keyboard("{Escape}");

    await user.click(await language("日本語"));
    expect(await screen.findByText("2026年11月22日日曜日")).toBeVisible();
    expect(document.documentElement).toHaveAttribute("lang", "ja");
    expect(router.state.location.searchStr).toBe("?q=group");
    expect(await language("日本語")).toHaveAttribute("aria-pressed", "true");
    expect(await language("English")).toHaveAttribute("lang", "en");
  });

  it("goes where the later of two quick choices said", async () => {
    const { user } = renderApp("/");
    const korean = await language("한국어");
    await Promise.all([user.click(korean), user.click(await language("English"))]);
    await waitFor(() => expect(document.documentElement).toHaveAttribute("lang", "en"));
    expect(await screen.findByText("1 event")).toBeVisible();
  });

  it("leaves a value that nobody knows as it came", async () => {
    const { user } = renderApp("/", {
      search: () => ({ body: aScreen({ events: [anEvent({ task: "print_badge", service_type: "fax" })] }) }),
    });
    await user.click(await language("日本語"));
    const row = await screen.findByRole("row", { name: /Kim Minjun/ });
    expect(row).toHaveTextContent("print_badge");
    expect(row).toHaveTextContent("fax");
  });

  it("stands on the log-in too", async () => {
    const refused = { body: { error: { code: "unauthorized", message: "Log in first." } }, status: 401 };
    const { user } = renderApp("/", { session: () => refused });
    await user.click(await language("한국어"));
    expect(await screen.findByRole("heading", { name: "whodid 로그인" })).toBeVisible();
  });
});
