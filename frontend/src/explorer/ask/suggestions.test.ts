import { describe, expect, it } from "vitest";
import { en } from "../../messages/en";
import { ko } from "../../messages/ko";
import { tokenAt } from "../../question/token";
import { suggestionsFor, type Choice } from "./suggestions";

const answer = (field: string, ...values: [value: string, name: string, email: string, count: number][]) => ({
  field,
  values: values.map(([value, name, email, count]) => ({ value, name, email, count })),
  more: false,
  missing_days: [],
});

const people = answer(
  "user",
  ["minjun.kim@acme.example", "Kim Minjun", "minjun.kim@acme.example", 12],
  ["Kim", "Kim", "", 3],
  ['a"b@acme.example', "Odd", 'a"b@acme.example', 2],
);
const tasks = answer("task", ["edit_group", "", "", 7], ["fly", "", "", 1]);
const services = answer("service_type", ["scim", "", "", 4], ["pc_web", "", "", 2]);
const counted = [people, tasks, services];

/** What is offered at the bar, by group. */
function offered(marked: string, more: Partial<Parameters<typeof suggestionsFor>[0]> = {}, messages = en) {
  const question = marked.replace("|", "");
  const token = tokenAt(question, marked.indexOf("|"));
  return suggestionsFor({ question, token, counted, recent: [], browsing: false, ...more }, messages);
}

/** What stands in the box after choosing, the cursor as a bar; or what is filtered or asked. */
function after(marked: string, label: string, messages = en): string {
  const found = offered(marked, {}, messages)
    .flatMap(({ suggestions }) => suggestions)
    .find((suggestion) => suggestion.label === label);
  if (!found) return `no ${label}`;
  return said(found.choice);
}

function said(choice: Choice): string {
  if (choice.kind === "write")
    return `${choice.text.slice(0, choice.cursor)}|${choice.text.slice(choice.cursor)}`;
  return choice.kind === "filter"
    ? `${choice.name}=${choice.value} ${choice.text}`.trim()
    : `ask ${choice.text}`;
}

describe("choosing", () => {
  it.each([
    ["a person writes the exact address", "edit ki|", "Kim Minjun", "edit user:minjun.kim@acme.example |"],
    ["behind by", "by ki|", "Kim Minjun", "by minjun.kim@acme.example |"],
    ["behind a field", "user:ki| edit", "Kim Minjun", "user:minjun.kim@acme.example |edit"],
    ["inside quotes", 'user:"kim m|', "Kim Minjun", "user:minjun.kim@acme.example |"],
    ["in brackets", "user:(lee or ki|)", "Kim Minjun", "user:(lee or minjun.kim@acme.example|)"],
    ["negated", "-ki|", "Kim Minjun", "-user:minjun.kim@acme.example |"],
    [
      "the word in the middle alone",
      "edit ki| failed",
      "Kim Minjun",
      "edit user:minjun.kim@acme.example |failed",
    ],
    ["a person without an address filters", "edit by ki|", "Kim", "user=Kim edit"],
    ["negated, it is left out", "edit -ki|", "Kim", "not_user=Kim edit"],
    ["an address that can't be written filters", "ki|", "Odd", 'user=a"b@acme.example'],
    ["among alternatives there is no filter", "lee or ki|", "Kim", "no Kim"],
    ["a task is its label, quoted", "gr|", "Edit group", 'task:"Edit group" |'],
    ["with the words that began it", "by kim edit gr|", "Edit group", 'by kim task:"Edit group" |'],
    ["but no others", "kim gr|", "Edit group", 'kim task:"Edit group" |'],
    ["behind its field", "task:ed|", "Edit group", 'task:"Edit group" |'],
    ["a task that nobody knows filters", "fl|", "fly", "task=fly"],
    ["one word needs no quotes", "sc|", "SCIM", "via:SCIM |"],
    ["behind via", "via sc|", "SCIM", "via SCIM |"],
    ["behind via, quoted", "via p|", "PC Web", 'via "PC Web" |'],
    ["a field waits for its value", "kim us|", "user:", "kim user:|"],
    ["a period as it is read", "kim last w|", "last week", "kim last week |"],
    ["a day", "on:y|", "yesterday", "on:yesterday |"],
  ])("%s", (_name, marked, label, want) => {
    expect(after(marked, label)).toBe(want);
  });

  it("writes labels in the reader's language, and finds fields by their names in it", () => {
    expect(after("그룹 수|", "그룹 수정", ko)).toBe('task:"그룹 수정" |');
    expect(after("사용|", "user:", ko)).toBe("user:|");
    expect(after("지난|", "지난주", ko)).toBe("지난주 |");
  });
});

describe("suggestions", () => {
  const names = (groups: ReturnType<typeof offered>) => groups.map(({ name }) => name);

  it("are by kind, with counts, each kind as far as it is typed", () => {
    const groups = offered("k|");
    expect(names(groups)).toEqual(["task", "service_type", "user"]);
    expect(groups[2]?.suggestions.map(({ label, detail, count }) => [label, detail, count])).toEqual([
      ["Kim Minjun", "minjun.kim@acme.example", 12],
      ["Kim", "", 3],
      ["Odd", 'a"b@acme.example', 2],
    ]);
    expect(names(offered("user:k|"))).toEqual(["user"]);
    expect(names(offered("id:0|"))).toEqual([]);
  });

  it("are none for words in quotes, nor behind a finished word unless asked for", () => {
    expect(offered('"edit gr|')).toEqual([]);
    expect(offered("kim |")).toEqual([]);
    expect(names(offered("kim |", { browsing: true }))).toEqual(["fields"]);
  });

  it("are recent questions and fields in an empty box", () => {
    const recent = Array.from({ length: 9 }, (_, at) => `question ${at}`);
    const groups = offered("|", { recent });
    expect(names(groups)).toEqual(["recent", "fields"]);
    expect(groups[0]?.suggestions.map(({ choice }) => said(choice))).toEqual(
      recent.slice(0, 6).map((question) => `ask ${question}`),
    );
  });

  it("are recent questions that hold what is typed, but not the same", () => {
    const recent = ["Edit group by kim", "edit", "view"];
    const found = offered("edit|", { recent, counted: [] });
    expect(found.flatMap(({ suggestions }) => suggestions).map(({ label }) => label)).toEqual([
      "Edit group by kim",
    ]);
  });

  it("offer a period that is not written yet", () => {
    expect(names(offered("yest|", { counted: [] }))).toEqual(["periods"]);
    expect(offered("yesterday|", { counted: [] })).toEqual([]);
  });
});
