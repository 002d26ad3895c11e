import type { Messages } from "..";
import { n } from "./count";

export const download: Messages["download"] = {
  button: "ダウンロード",
  title: "CSV のダウンロード",
  submit: (count, exact) => (exact ? `${n(count)}行をダウンロード` : `${n(count)}行以上をダウンロード`),
  explain: (zone) =>
    `検索されたすべてのイベントを画面と同じ順序で保存します。日時は ${zone} と UTC の両方で記録されます。`,
  safe: "表計算ソフト向けの保護",
  safeHelp: "数式とみなされる可能性のあるセルの先頭に ' を付けます。",
  none: "ダウンロードするイベントがありません。",
};
