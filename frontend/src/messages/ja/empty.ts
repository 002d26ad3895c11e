import type { Messages } from "..";

export const empty: Messages["empty"] = {
  title: "検索結果がありません",
  fresh: "イベントはまだありません",
  freshHelp:
    "「whodid import FILE」コマンドでファイルを取り込むか、/api/v1/events にイベントを送信してください。すぐにここに表示されます。",
  longer: "保管されている全期間を検索",
  clearFilters: "フィルターをクリア",
  clearAll: "検索条件をすべてクリア",
  advice: "語を減らす、名前の一部にアスタリスクを付ける（min*）、期間を長くするなどをお試しください。",
};
