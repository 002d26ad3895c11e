import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../../api/schema";
import type { Messages } from "../../messages";
import { en } from "../../messages/en";
import { ja } from "../../messages/ja";
import { ko } from "../../messages/ko";
import { anEvent } from "../../testing/answers";
import type { Burst } from "./fold";
import { durationOf, phraseOf } from "./phrase";

function burst(patch: Partial<AuditEvent> = {}, count = 214, open = false): Burst {
  const events = Array.from({ length: count }, (_, at) =>
    anEvent({
      id: String(at),
      task: "view_member_info",
      time: new Date(Date.parse("2026-11-22T10:00:00Z") - (at * 360_000) / (count - 1)).toISOString(),
      target: { type: "member", name: `Member ${at}`, email: "" },
      ...patch,
    }),
  );
  const [first, ...rest] = events;
  if (!first) throw new Error("bug");
  return { events: [first, ...rest], open };
}

const same = { target: { type: "member", name: "Lee Jiho", email: "" } };

describe("phraseOf", () => {
  it.each<[Messages, Burst, string]>([
    [en, burst(), "viewed 214 members in 6 min"],
    [en, burst(same), "viewed members 214 times in 6 min"],
    [en, burst({ status: "failure" }), "failed to view 214 members in 6 min"],
    [en, burst({ status: "failure", ...same }), "failed to view members 214 times in 6 min"],
    [en, burst({ status: "half_done" }), "View member info × 214 in 6 min"],
    [en, burst({ task: "unheard_of" }), "unheard_of × 214 in 6 min"],
    [en, burst({ task: "toString" }), "toString × 214 in 6 min"],
    [en, burst({}, 100, true), "viewed 100+ members in 6 min"],
    [en, burst({}, 1214), "viewed 1,214 members in 6 min"],
    [ko, burst(), "6분 동안 구성원 214명 조회"],
    [ko, burst({ status: "failure" }), "6분 동안 구성원 214명 조회 실패"],
    [ja, burst(), "6分でメンバー214名を表示"],
    [ja, burst({ status: "failure", ...same }), "6分でメンバーの表示に214回失敗"],
  ])("%#", (messages, given, want) => {
    expect(phraseOf(given, messages)).toBe(want);
  });

  it.each([en, ko, ja])("has a phrase for each task of the guide", (messages) => {
    expect(Object.keys(messages.bursts.acts).sort()).toEqual(Object.keys(messages.labels.task ?? {}).sort());
  });
});

it.each([
  [0, "1 s"],
  [59_400, "59 s"],
  [60_000, "1 min"],
  [3_540_000, "59 min"],
  [3_599_000, "1 h"],
  [3_900_000, "1 h 5 min"],
])("durationOf %s ms", (ms, want) => {
  expect(durationOf(ms, en)).toBe(want);
});
