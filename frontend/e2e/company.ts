/** A small company and its log, the same at every run but for the clock: times are counted back from now. */

export type Row = {
  time: string;
  user: { name: string; email: string };
  task: string;
  target: { type: string; name: string; email?: string };
  status: string;
  service_type: string;
};

const people = [
  ["Kim Minjun", "minjun.kim@acme.example"],
  ["김서연", "seoyeon.kim@acme.example"],
  ["佐藤 陽翔", "haruto.sato@acme.example"],
  ["Zoë García", "zoe.garcia@acme.example"],
  ["Lee Jiho", "jiho.lee@acme.example"],
  ["O'Brien Kim", "kim.obrien@acme.example"],
] as const;
const groups = ["Seoul Sales 12", "Busan Legal 3", "Tokyo Platform 7"] as const;
const services = ["pc_web", "mobile_app", "api", "scim", "contacts_organization_chart"] as const;
const hourMS = 3_600_000;

/** `count` events, one every 40 minutes back from an hour ago; every fifth edits a group, every eleventh fails. */
export function company(count: number, now: number): Row[] {
  return Array.from({ length: count }, (_, at) => {
    const person = pick(people, at * 7 + 3);
    const editing = at % 5 === 0;
    const group = pick(groups, at);
    const whom = pick(people, at * 3 + 1);
    return {
      time: new Date(now - hourMS - at * 40 * 60_000).toISOString(),
      user: { name: person[0], email: person[1] },
      task: editing ? "edit_group" : "view_member_info",
      target: editing
        ? { type: "group", name: group, email: `${group.toLowerCase().replaceAll(" ", "-")}@acme.example` }
        : { type: "member", name: whom[0], email: whom[1] },
      status: at % 11 === 0 ? "failure" : "success",
      service_type: pick(services, at),
    };
  });
}

function pick<T>(from: readonly T[], at: number): T {
  const found = from[at % from.length];
  if (found === undefined) throw new Error("bug: nothing to pick from");
  return found;
}
