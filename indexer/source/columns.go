package source

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"whodid/audit"
)

// column is what a cell of a row means, whether a header or a JSON key named it.
type column uint8

const (
	colNone column = iota
	// In the order of audit.ExportHeader.
	colTime
	colUser // "Name (email)", or one of them
	colServiceType
	colTask
	colTarget
	colStatus
	colTimeUTC
	colEventID
	colUserID
	colTargetType
	// JSON keys only have more.
	colID
	colUserName
	colUserEmail
	colTargetName
	colTargetEmail
	columnCount
)

// keys are the names that the API and messages use.
var keys = [columnCount]string{
	colTime: "time", colUser: "user", colServiceType: "service_type", colTask: "task", colTarget: "target", colStatus: "status",
	colTimeUTC: "time", colEventID: "id", colUserID: "user.id", colTargetType: "target.type",
	colID: "id", colUserName: "user.name", colUserEmail: "user.email", colTargetName: "target.name", colTargetEmail: "target.email",
}

// downloadColumns are those of the audit download.
var downloadColumns = []column{colTime, colUser, colServiceType, colTask, colTarget, colStatus}

// aliases are names that a column has in audit downloads besides those of our
// own export. Only the English header of Contacts and parts of the Japanese ones
// of other logs are documented; the rest are the likely renderings.
var aliases = map[column][]string{
	colTime:        {"time", "timestamp", "date and time", "datetime", "日付", "日時", "날짜", "시간", "날짜 및 시간", "日期", "日期时间", "日期時間", "时间", "時間"},
	colUser:        {"member", "メンバー", "ユーザ", "利用者", "구성원", "멤버", "유저", "成员", "成員", "用户", "用戶", "使用者"},
	colServiceType: {"サービス種別", "サービスの種類", "서비스 유형", "서비스 구분", "서비스 종류", "服务类型", "服務類型"},
	colTask:        {"操作", "作業", "実行内容", "과업", "수행 작업", "任务", "任務"},
	colTarget:      {"ターゲット", "操作対象", "작업 대상", "对象", "對象"},
	colStatus:      {"状態", "結果", "결과", "状态", "狀態", "结果"},
}

// flatKeys are JSON keys of events that are not nested. CSV headers don't have
// them: an "id" there is often but a row number.
var flatKeys = map[column][]string{
	colID:          {"id"},
	colUserName:    {"user_name"},
	colUserEmail:   {"user_email"},
	colTargetName:  {"target_name"},
	colTargetEmail: {"target_email"},
}

var (
	headerNames = columnNames(aliases)
	keyNames    = columnNames(aliases, flatKeys)
)

// columnNames gives the column of each folded name, those of our own exports
// included.
func columnNames(tables ...map[column][]string) map[string]column {
	names := make(map[string]column)
	for _, lang := range audit.Languages {
		for i, name := range audit.ExportHeader(lang) {
			names[foldName(name)] = colTime + column(i)
		}
	}
	for _, table := range tables {
		for col, list := range table {
			for _, name := range list {
				names[foldName(name)] = col
			}
		}
	}
	return names
}

// foldName makes spellings of one name equal: letter case, width, spaces and the
// signs that join words.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' || r == '.' || r == '\ufeff' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}
