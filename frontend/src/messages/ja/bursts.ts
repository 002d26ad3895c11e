import type { Messages } from "..";
import { n } from "./count";

type Act = Messages["bursts"]["acts"][string];

const act = (what: string, counter: string, verb: string): Act => ({
  each: (count) => `${what}${count}${counter}を${verb}`,
  often: (count) => `${what}を${count}回${verb}`,
  eachFailed: (count) => `${what}${count}${counter}の${verb}に失敗`,
  oftenFailed: (count) => `${what}の${verb}に${count}回失敗`,
});

const acts: Record<string, Act> = {
  view_member_info: act("メンバー", "名", "表示"),
  edit_member_info: act("メンバー", "名", "修正"),
  search_contact: act("顧客/取引先", "件", "検索"),
  add_contact: act("顧客/取引先", "件", "追加"),
  edit_contact: act("顧客/取引先", "件", "修正"),
  delete_contact: act("顧客/取引先", "件", "削除"),
  add_tag: act("タグ", "件", "追加"),
  edit_tag: act("タグ", "件", "修正"),
  delete_tag: act("タグ", "件", "削除"),
  delete_contact_permanently: act("顧客/取引先", "件", "完全削除"),
  restore_contact: act("顧客/取引先", "件", "復元"),
  export_contact: act("顧客/取引先", "件", "エクスポート"),
  merge_contacts: act("顧客/取引先", "件", "統合"),
  change_contact_owner: act("顧客/取引先", "件", "マスター変更"),
  edit_team: act("組織", "件", "修正"),
  view_group: act("グループ", "件", "表示"),
  add_group: act("グループ", "件", "追加"),
  edit_group: act("グループ", "件", "修正"),
  delete_group: act("グループ", "件", "削除"),
  invite_company_member: act("メンバー", "名", "招待"),
};

export const bursts: Messages["bursts"] = {
  acts,
  other: (label, count) => `${label} × ${count}`,
  within: (what, time) => `${time}で${what}`,
  joint: " · ",
  atLeast: (count) => `${n(count)}+`,
  seconds: (count) => `${n(count)}秒`,
  minutes: (count) => `${n(count)}分`,
  hours: (hours, minutes) => (minutes === 0 ? `${n(hours)}時間` : `${n(hours)}時間${n(minutes)}分`),
};
