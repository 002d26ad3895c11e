import type { Messages } from "..";

export const fields: Messages["fields"] = {
  any: "キーワード",
  user: "ユーザー",
  target: "対象",
  task: "タスク",
  status: "ステータス",
  service_type: "サービスタイプ",
  id: "ID",
  time: "日時",
  group: "グループ",
  period: "期間",
  from: "開始",
  to: "終了",
};

export const targetTypes: Messages["targetTypes"] = {
  member: "メンバー",
  contact: "顧客/取引先",
  tag: "タグ",
  team: "組織",
  group: "グループ",
  company: "会社",
};
