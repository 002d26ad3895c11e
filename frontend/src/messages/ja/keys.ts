import type { Messages } from "..";

export const keys: Messages["keys"] = {
  title: "キーボードショートカット",
  search: "検索ボックスへ移動",
  rows: "次の行、前の行",
  cells: "行の次の値、前の値",
  open: "イベントまたはまとめた行を開く",
  only: "選択した値のイベントだけを表示",
  without: "選択した値のイベントを除外",
  copy: "選択した値または行をコピー",
  menu: "行の操作メニュー",
  pause: "ライブの一時停止または再開",
  help: "この一覧",
  names: { space: "スペースキー", enter: "Enter キー", menu: "Shift + F10 キー" },
};
