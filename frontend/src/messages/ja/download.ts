import type { Messages } from "..";
import { duration, n, size } from "./count";

export const download: Messages["download"] = {
  button: "ダウンロード",
  buttonRunning: (percent) => `ダウンロード、${percent}完了`,
  title: "ダウンロード",
  rows: (count, exact) => (exact ? `${n(count)}行` : `${n(count)}行以上`),
  size: (bytes) => `約${size(bytes)}`,
  takes: (seconds) => (seconds < 1 ? "1秒未満" : `約${duration(seconds)}`),
  explain: (newestFirst) =>
    `検索されたすべてのイベントを、画面と同じく${newestFirst ? "新しい順" : "古い順"}で保存します。`,
  format: "形式",
  formats: { csv: "CSV", ndjson: "NDJSON" },
  formatHelp: {
    csv: "Excel などの表計算ソフト向けです。",
    ndjson: "1行に1イベントの JSON で、プログラム向けです。時刻は UTC です。",
  },
  zone: "日時のタイムゾーン",
  zoneHelp: "UTC の日時は別の列に記録されます。",
  serverZone: (zone) => `${zone}（サーバー）`,
  ownZone: (zone) => `${zone}（この端末）`,
  language: "見出しと項目名の言語",
  safe: "表計算ソフト向けの保護",
  safeHelp: "数式とみなされる可能性のあるセルの先頭に ' を付けます。",
  excel: (most) =>
    `Excel で開けるのは見出しを含めて${n(most)}行までで、残りは表示されません。期間を分けてダウンロードするか、Power Query またはデータベースでファイルを読み込んでください。`,
  missing: (days) =>
    `次の${n(days.length)}日分のログを読み取れないため、ファイルにその日のイベントは含まれません: ${days.join("、")}`,
  consent: "該当日を除いてダウンロード",
  disk: "保存場所を選択すると、受信しながらファイルに書き込まれます。",
  memory: (bytes) =>
    `このブラウザーは受信が完了するまでファイルをメモリーに保持するため、${size(bytes)}は大きすぎる可能性があります。期間を分けてダウンロードするか、HTTPS で接続したChrome または Edge、あるいは「whodid export」コマンドを使用してください。`,
  submit: (count, exact) => (exact ? `${n(count)}行をダウンロード` : `${n(count)}行以上をダウンロード`),
  close: "閉じる",
  none: "ダウンロードするイベントがありません。",
  forbidden: "ダウンロードには監査担当者または管理者の権限が必要です。管理者にお問い合わせください。",
  noFile: "選択した場所にファイルを保存できません。別の場所を選択してください。",
};
