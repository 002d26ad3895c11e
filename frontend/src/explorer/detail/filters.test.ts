import { expect, it } from "vitest";
import { defaults } from "../../state/search-state";
import { onlyPatch, withoutPatch } from "./filters";

const state = { ...defaults, task: ["a", "b"], not_task: ["c"], status: ["success"] };

it("asks for one value only, and lets it in where it was left out", () => {
  expect(onlyPatch(state, "task", "c")).toEqual({ task: ["c"], not_task: [] });
});

it("takes the value back that was the only one", () => {
  expect(onlyPatch(state, "status", "success")).toEqual({ status: [] });
});

it("leaves a value out, which is then no longer selected", () => {
  expect(withoutPatch(state, "task", "a")).toEqual({ task: ["b"], not_task: ["c", "a"] });
});

it("lets a value in again", () => {
  expect(withoutPatch(state, "task", "c")).toEqual({ task: ["a", "b"], not_task: [] });
});
