import type { SourcesWords } from "../../sources/words";
import { n } from "./count";
import { imports } from "./imports";

export const sources: SourcesWords = {
  explain:
    "イベントの取り込み元です。サーバーが取得するもの、監視するフォルダー、外部から送られるものを表示します。",
  times: (zone) => `${zone} の時刻`,
  forbidden: (role) =>
    `取り込み元は管理者のみが表示できます。現在の役割は${role}です。管理者に管理者の役割を依頼してください。`,
  label: "取り込み元",
  list: "現在の状態",
  kinds: { naverworks: "NAVER WORKS 監査 API", folder: "監視フォルダー" },
  pushed: {
    events: "API",
    bulk: "ログ転送ツール（Elasticsearch _bulk）",
    otlp: "OpenTelemetry",
    upload: "アップロード",
  },
  domain: (id) => `ドメイン ${id}`,

  waitingUntil: (time) => `${time}まで待機`,
  due: "まもなく開始",
  running: "実行中",
  asksFor: (stretch) => `取得中の期間: ${stretch}`,
  paused: "一時停止中",
  watching: "監視中",
  listening: "受信待ち",

  lastSuccess: "前回の成功",
  never: "まだありません",
  nextRun: "次回の実行",
  calls: "本日の呼び出し",
  rows: "行",
  noRows: "まだありません",
  accepted: (count) => `${n(count)}行を保存`,
  duplicates: (count) => `${n(count)}行が重複`,
  rejected: (count) => `${n(count)}行を拒否`,
  rejectedFor: (count, reason) => `${n(count)}行: ${reason}`,
  codes: {
    invalid_json: "JSON オブジェクトではない",
    invalid_row: "CSV の行ではない",
    invalid_time: "読み取れない日時",
    time_too_old: "保管期間より古い",
    time_in_future: "未来の日時",
    missing_user: "ユーザーがない",
    field_too_long: "値が長すぎる",
    invalid_utf8: "ファイルの文字コードと異なる",
    invalid_field: "値の種類が違う",
    day_unavailable: "書き込めない日",
    invalid_action: "監査ログにない操作",
  },

  overcome: "解消済み",
  failed: (time) => `${time}に失敗`,
  askedFor: (stretch) => `要求した期間: ${stretch}`,
  problem: (code, sentence) => {
    const folder = folderProblems[code];
    if (folder !== undefined) return `${folder} (${sentence})`;
    return problems[code] ?? imports.problem(code, sentence);
  },

  forgets: "取り込み元の保管期限",
  forgetsIn: (count) => `未取得のログは${n(count)}日後に削除`,
  forgetsSoon: (count, time) =>
    `未取得のログが${n(count)}日後に取り込み元から削除されます。${time}以降は取得できません。`,
  forgetsNow: "未取得のログが取り込み元から削除されています。削除されたログは取得できません。",

  coverage: "日別の取得状況",
  coverageIn: (zone) => `${zone} の日付`,
  summary: (whole, partly, none) => `${n(whole)}日はすべて取得、${n(partly)}日は一部、${n(none)}日は未取得`,
  asTable: "表で表示",
  asCalendar: "カレンダーで表示",
  day: "日付",
  covered: "取得済み",
  dayKinds: {
    whole: "すべて取得",
    partly: "一部取得",
    none: "未取得",
    forgotten: "取り込み元から削除済み",
    later: "これからの日",
  },
  sofar: "今日、現在まで",
  gaps: "欠けている期間",
  noGaps: "欠けている期間なし",
  moreGaps: (count) => `ほか${n(count)}件、表を参照`,

  run: "今すぐ実行",
  look: "今すぐ確認",
  pause: "一時停止",
  resume: "再開",
  named: (action, name) => `${action}: ${name}`,
  refused: (sentence) => `実行できませんでした。${sentence}`,
  refusal: (code, sentence) => refusals[code] ?? sentence,

  none: "自動で取り込む設定がまだありません",
  setUp: "取り込み元を設定するには",
  ways: [
    {
      name: "NAVER WORKS 監査 API",
      how: "Developer Console で audit.read の権限を持つアプリとサービスアカウントを作成し、次の設定で whodid を起動します。",
      settings: [
        "--naverworks-client-id",
        "--naverworks-client-secret",
        "--naverworks-service-account",
        "--naverworks-private-key",
      ],
    },
    {
      name: "監視フォルダー",
      how: "サーバーのフォルダーを指定すると、置かれたファイルを取り込んでから移動します。次の設定で whodid を起動します。",
      settings: ["--watch-dir"],
    },
    {
      name: "ログ転送ツール",
      how: "Elasticsearch に送信できるツールの送信先をこのサーバーにし、トークンをパスワード、API キーまたはベアラートークンとして指定します。アドレスは次のとおりです。",
      settings: ["/_bulk"],
    },
    {
      name: "OpenTelemetry",
      how: "トークンをベアラートークンとして指定し、ログレコードを HTTP で送信します。アドレスは次のとおりです。",
      settings: ["/v1/logs"],
    },
    {
      name: "API",
      how: "トークンをベアラートークンとして指定し、NDJSON、JSON または監査ダウンロードの CSV を送信します。アドレスは次のとおりです。",
      settings: ["/api/v1/events"],
    },
  ],
  imports,
};

const problems: Record<string, string> = {
  token:
    "トークンを取得できませんでした。アプリのクライアント情報、サービスアカウント、キーを確認してください。",
  refused: "API に要求を拒否されました。アプリの権限とサービスアカウントの監査権限を確認してください。",
  refused_window: "この期間の要求は API に拒否されました。",
  too_many_calls: "呼び出しが多すぎるため、API から待つように指示されました。",
  unreachable: "取り込み元に接続できないか、接続が切れました。",
  server_error: "取り込み元のサーバーでエラーが発生しました。",
  redirect: "許可されていないアドレスへの移動を指示されました。",
  incomplete: "ファイルが最後まで届きませんでした。もう一度要求します。",
  too_large: "ファイルが許可されたサイズを超えています。",
  unreadable: "受信したファイルはアドレス帳の監査ログではありません。",
  store: "受信したログを保存できませんでした。サーバーのディスクを確認してください。",
};

/** What stands in the way in a watched folder; which file it is stands in the server's own sentence. */
const folderProblems: Record<string, string> = {
  folder_unreadable: "フォルダーを読み取れません。",
  file_unreadable: "ファイルを読み取れません。もう一度試します。",
  left_alone: "取り込めないものがフォルダーにあります。",
  still_written: "まだ書き込み中のファイルがあります。書き込みが終わると取り込みます。",
  not_moved: "取り込んだファイルを移動できませんでした。もう一度試します。",
};

const refusals: Record<string, string> = {
  paused: "取り込み元は一時停止中です。先に再開してください。",
  pushed: "この取り込み元は外部から送られるため、サーバーから実行や停止はできません。",
};
