package audit

import (
	"strings"
	"testing"
	"time"
)

func TestExportHeader(t *testing.T) {
	for lang, want := range map[Language]string{
		English:  "Date,User,Service Type,Task,Target,Status,Date (UTC),Event ID,User ID,Target Type",
		Korean:   "일시,사용자,서비스 타입,작업,대상,상태,일시 (UTC),이벤트 ID,사용자 ID,대상 유형",
		Japanese: "日時,ユーザー,サービスタイプ,タスク,対象,ステータス,日時 (UTC),イベント ID,ユーザー ID,対象の種類",
		"fr":     "Date,User,Service Type,Task,Target,Status,Date (UTC),Event ID,User ID,Target Type",
	} {
		if got := strings.Join(ExportHeader(lang), ","); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
	ExportHeader(English)[0] = "x"
	if got := ExportHeader(English)[0]; got != "Date" {
		t.Errorf("a caller changed the header for all: %q", got)
	}
}

func TestAppendEventCSV(t *testing.T) {
	seoul := time.FixedZone("KST", 9*3600)
	e := Event{
		ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Seq: 7, Time: time.Date(2026, 11, 22, 15, 0, 0, 123e6, time.UTC),
		User: Person{ID: "m000123", Name: "=Kim, \"MJ\"\nMinjun", Email: "minjun@acme.example"},
		Task: TaskEditGroup, Target: Target{Type: "group", Name: "Seoul Sales 12"}, Status: Success, ServiceType: PCWeb,
	}
	tests := []struct {
		name string
		form CSVForm
		want string
	}{
		{"zero value", CSVForm{}, "2026-11-22 15:00:00,\"=Kim, \"\"MJ\"\"\nMinjun (minjun@acme.example)\",PC Web,Edit group,Seoul Sales 12,Success,2026-11-22T15:00:00.123Z,01KAJ3T5Q1W8Z0R7M2C9X4V6BN,m000123,group\r\n"},
		{"Korean, Seoul's midnight, guarded", CSVForm{Korean, seoul, true}, "2026-11-23 00:00:00,\"'=Kim, \"\"MJ\"\"\nMinjun (minjun@acme.example)\",PC 웹,그룹 수정,Seoul Sales 12,성공,2026-11-22T15:00:00.123Z,01KAJ3T5Q1W8Z0R7M2C9X4V6BN,m000123,group\r\n"},
	}
	for _, tt := range tests {
		if got := string(tt.form.AppendEvent(nil, e)); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	if got := string(CSVForm{}.AppendHeader(nil)); !strings.HasPrefix(got, "\ufeffDate,User,") || !strings.HasSuffix(got, "Target Type\r\n") {
		t.Errorf("header line %q", got)
	}
}

func TestGuardCell(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Kim": "Kim", "=1+1": "'=1+1", "+82 10": "'+82 10", "-": "'-", "@kim": "'@kim", "'": "''", "\tx": "'\tx", "\rx": "'\rx", "\nx": "\nx", "김=": "김=",
	} {
		got := GuardCell(cell)
		if got != want || UnguardCell(got) != cell {
			t.Errorf("GuardCell(%q) = %q (want %q), back %q", cell, got, want, UnguardCell(got))
		}
	}
	for cell, want := range map[string]string{"'Aolani": "'Aolani", "'": "'", "'=1": "=1", "=1": "=1"} {
		if got := UnguardCell(cell); got != want {
			t.Errorf("UnguardCell(%q) = %q, want %q", cell, got, want)
		}
	}
}
