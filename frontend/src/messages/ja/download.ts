import type { Messages } from "..";
import { n, size } from "./count";

export const download: Messages["download"] = {
  button: "ダウンロード",
  title: "ダウンロード",
  rows: (count, exact) => (exact ? `${n(count)}行` : `${n(count)}行以上`),
  size: (bytes) => `約${size(bytes)}`,
  sizeUnpacked: (bytes) => `圧縮前で約${size(bytes)}`,
  explain: (newestFirst) =>
    `検索されたすべてのイベントを、画面と同じく${newestFirst ? "新しい順" : "古い順"}で保存します。`,
  format: "形式",
  formats: { csv: "CSV", xlsx: "Excel (XLSX)", ndjson: "NDJSON" },
  formatHelp: {
    csv: "どの表計算ソフトでも開けます。",
    xlsx: "Excel ブックです。日時は日付として保存されます。",
    ndjson: "1行に1イベントの JSON で、プログラム向けです。時刻は UTC です。",
  },
  packing: "圧縮",
  packings: { none: "なし", gzip: "gzip", zip: "ZIP" },
  split: "分割",
  splits: { none: "1つのファイル", rows: "Excel のシートごとに1ファイル", day: "日付ごとに1ファイル" },
  zone: "日時のタイムゾーン",
  zoneHelp: "UTC の日時は別の列に記録されます。",
  dayZone: "日付のタイムゾーン",
  serverZone: (zone) => `${zone}（サーバー）`,
  ownZone: (zone) => `${zone}（この端末）`,
  language: "見出しと項目名の言語",
  safe: "表計算ソフト向けの保護",
  safeHelp: "数式とみなされる可能性のあるセルの先頭に ' を付けます。",
  excel: (most) =>
    `Excel で開けるのは1ファイルにつき見出しを含めて${n(most)}行までで、残りは表示されません。`,
  splitForExcel: "Excel 用に分割",
  missing: (days) =>
    `次の${n(days.length)}日分のログを読み取れないため、ファイルにその日のイベントは含まれません: ${days.join("、")}`,
  consent: "該当日を除いてダウンロード",
  submit: (count, exact) =>
    exact ? `${n(count)}行のダウンロードをリクエスト` : `${n(count)}行以上のダウンロードをリクエスト`,
  submitHelp: "ファイルはサーバーで作成され、ログダウンロードで取得できます。",
  atOnce: "今すぐダウンロード",
  schedule: "スケジュール…",
  none: "ダウンロードするイベントがありません。",
  forbidden: "ダウンロードには監査担当者または管理者の権限が必要です。管理者にお問い合わせください。",
};
