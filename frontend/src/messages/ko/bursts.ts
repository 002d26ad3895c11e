import type { Messages } from "..";
import { n } from "./count";

type Act = Messages["bursts"]["acts"][string];

const act = (what: string, counter: string, verb: string): Act => ({
  each: (count) => `${what} ${count}${counter} ${verb}`,
  often: (count) => `${what} ${verb} ${count}회`,
  eachFailed: (count) => `${what} ${count}${counter} ${verb} 실패`,
  oftenFailed: (count) => `${what} ${verb} ${count}회 실패`,
});

const acts: Record<string, Act> = {
  view_member_info: act("구성원", "명", "조회"),
  edit_member_info: act("구성원", "명", "수정"),
  search_contact: act("외부 연락처", "건", "검색"),
  add_contact: act("외부 연락처", "건", "추가"),
  edit_contact: act("외부 연락처", "건", "수정"),
  delete_contact: act("외부 연락처", "건", "삭제"),
  add_tag: act("태그", "개", "추가"),
  edit_tag: act("태그", "개", "수정"),
  delete_tag: act("태그", "개", "삭제"),
  delete_contact_permanently: act("외부 연락처", "건", "영구 삭제"),
  restore_contact: act("외부 연락처", "건", "복원"),
  export_contact: act("외부 연락처", "건", "내보내기"),
  merge_contacts: act("외부 연락처", "건", "병합"),
  change_contact_owner: act("외부 연락처", "건", "마스터 변경"),
  edit_team: act("조직", "개", "수정"),
  view_group: act("그룹", "개", "조회"),
  add_group: act("그룹", "개", "추가"),
  edit_group: act("그룹", "개", "수정"),
  delete_group: act("그룹", "개", "삭제"),
  invite_company_member: act("구성원", "명", "초대"),
};

export const bursts: Messages["bursts"] = {
  acts,
  other: (label, count) => `${label} × ${count}`,
  within: (what, time) => `${time} 동안 ${what}`,
  joint: " · ",
  atLeast: (count) => `${n(count)}+`,
  seconds: (count) => `${n(count)}초`,
  minutes: (count) => `${n(count)}분`,
  hours: (hours, minutes) => (minutes === 0 ? `${n(hours)}시간` : `${n(hours)}시간 ${n(minutes)}분`),
};
