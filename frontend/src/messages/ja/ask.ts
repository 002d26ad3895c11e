import type { Messages } from "..";
import { events, n } from "./count";

export const ask: Messages["ask"] = {
  suggestions: "候補",
  counted: (count) => (count === 0 ? "候補はありません" : `候補 ${n(count)}件`),
  failed: "いまは候補を読み込めません。検索はそのまま行えます。",
  keys: "↑ ↓ 選択 · Tab 補完 · Enter 検索 · Esc 閉じる",
  recent: "最近のキーワード",
  forget: (question) => `「${question}」を最近のキーワードから削除`,
  forgetKey: "Shift + Delete で最近のキーワードを削除します",
  forgetAll: "最近のキーワードをすべて削除",
  conditions: "項目を指定して検索",
  periods: "期間",
  fields: {
    user: "タスクを実行した人",
    target: "タスクの対象",
    task: "実行されたタスク",
    status: "成功か失敗か",
    via: "サービスタイプ: ブラウザ版、モバイル版アプリ、API など",
    before: "指定した日より前",
    after: "指定した日より後",
    on: "指定した日",
  },
  periodWords: ["今日", "昨日", "今週", "先週", "今月", "先月", "過去24時間", "過去7日間", "過去30日間"],
  option: (label, detail, count) =>
    [label, detail, count === null ? "" : events(count)].filter(Boolean).join("、"),
};
