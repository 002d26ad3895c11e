import { n } from "./count";

/** A burst of one act, told after its person's name: "viewed 214 members in 6 min". */
type Act = {
  /** As many targets as events. */
  each: (count: string) => string;
  /** The same target several times, or none. */
  often: (count: string) => string;
  eachFailed: (count: string) => string;
  oftenFailed: (count: string) => string;
};

const act = (did: string, infinitive: string, many: string): Act => ({
  each: (count) => `${did} ${count} ${many}`,
  often: (count) => `${did} ${many} ${count} times`,
  eachFailed: (count) => `failed to ${infinitive} ${count} ${many}`,
  oftenFailed: (count) => `failed to ${infinitive} ${many} ${count} times`,
});

const acts: Record<string, Act> = {
  view_member_info: act("viewed", "view", "members"),
  edit_member_info: act("edited", "edit", "members"),
  search_contact: act("looked up", "look up", "external contacts"),
  add_contact: act("added", "add", "external contacts"),
  edit_contact: act("edited", "edit", "external contacts"),
  delete_contact: act("deleted", "delete", "external contacts"),
  add_tag: act("added", "add", "tags"),
  edit_tag: act("edited", "edit", "tags"),
  delete_tag: act("deleted", "delete", "tags"),
  delete_contact_permanently: act("permanently deleted", "permanently delete", "external contacts"),
  restore_contact: act("restored", "restore", "external contacts"),
  export_contact: act("exported", "export", "external contacts"),
  merge_contacts: act("merged", "merge", "external contacts"),
  change_contact_owner: act("handed over", "hand over", "external contacts"),
  edit_team: act("edited", "edit", "teams"),
  view_group: act("viewed", "view", "groups"),
  add_group: act("added", "add", "groups"),
  edit_group: act("edited", "edit", "groups"),
  delete_group: act("deleted", "delete", "groups"),
  invite_company_member: act("invited", "invite", "members"),
};

export const bursts = {
  acts,
  /** A task that has no phrase of its own. */
  other: (label: string, count: string) => `${label} × ${count}`,
  within: (what: string, time: string) => `${what} in ${time}`,
  /** Between the person's name and the phrase. */
  joint: " ",
  atLeast: (count: number) => `${n(count)}+`,
  seconds: (count: number) => `${n(count)} s`,
  minutes: (count: number) => `${n(count)} min`,
  hours: (hours: number, minutes: number) =>
    minutes === 0 ? `${n(hours)} h` : `${n(hours)} h ${n(minutes)} min`,
};
