package audit

import (
	"strings"
	"time"
)

// exportHeaders has the column names of an own CSV export in the order of
// Languages. The first six are those of the audit download, the other four make
// the file readable again without loss. The sources find an own export by the
// names that stand here.
var exportHeaders = [3][10]string{
	{"Date", "User", "Service Type", "Task", "Target", "Status", "Date (UTC)", "Event ID", "User ID", "Target Type"},
	{"일시", "사용자", "서비스 타입", "작업", "대상", "상태", "일시 (UTC)", "이벤트 ID", "사용자 ID", "대상 유형"},
	{"日時", "ユーザー", "サービスタイプ", "タスク", "対象", "ステータス", "日時 (UTC)", "イベント ID", "ユーザー ID", "対象の種類"},
}

// ExportHeader gives the ten column names of an own CSV export in lang, in
// English where lang is not shipped: Date, User, Service Type, Task, Target,
// Status, Date (UTC), Event ID, User ID, Target Type.
func ExportHeader(lang Language) []string {
	header := exportHeaders[0]
	for i, l := range Languages {
		if l == lang {
			header = exportHeaders[i]
		}
	}
	return header[:]
}

// CSVForm is how an own CSV export is written: UTF-8 with a byte order mark,
// comma, CRLF. Its zero value writes English, UTC, cells as they are.
type CSVForm struct {
	Language Language
	Zone     *time.Location // of the column Date; nil is UTC
	// SpreadsheetSafe keeps cells from becoming formulas, see GuardCell.
	SpreadsheetSafe bool
}

// csvDateLayout is the form of times in the audit download.
const csvDateLayout = "2006-01-02 15:04:05"

// AppendHeader appends the byte order mark and the line of column names.
func (f CSVForm) AppendHeader(b []byte) []byte {
	b = append(b, "\ufeff"...)
	for i, name := range ExportHeader(f.Language) {
		b = f.appendCell(b, i, name)
	}
	return append(b, "\r\n"...)
}

// AppendEvent appends the event's line. Reading it back gives the same event
// under the same ID (Seq, which a store gives, is not in it).
func (f CSVForm) AppendEvent(b []byte, e Event) []byte {
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	b = f.appendCell(b, 0, e.Time.In(zone).Format(csvDateLayout))
	b = f.appendCell(b, 1, CSVPerson(e.User.Name, e.User.Email))
	b = f.appendCell(b, 2, e.ServiceType.Label(f.Language))
	b = f.appendCell(b, 3, e.Task.Label(f.Language))
	b = f.appendCell(b, 4, CSVPerson(e.Target.Name, e.Target.Email))
	b = f.appendCell(b, 5, e.Status.Label(f.Language))
	b = f.appendCell(b, 6, FormatTime(e.Time))
	b = f.appendCell(b, 7, string(e.ID))
	b = f.appendCell(b, 8, e.User.ID)
	b = f.appendCell(b, 9, e.Target.Type)
	return append(b, "\r\n"...)
}

// appendCell appends the cell of column i. encoding/csv is of no use here: with
// CRLF as its line end it turns a line feed within a cell into CRLF as well,
// and the event read back would be another one.
func (f CSVForm) appendCell(b []byte, i int, cell string) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	if f.SpreadsheetSafe {
		cell = GuardCell(cell)
	}
	// Quoting white space at the ends keeps readers that trim from losing it.
	if !strings.ContainsAny(cell, "\",\r\n") && strings.TrimSpace(cell) == cell {
		return append(b, cell...)
	}
	b = append(b, '"')
	for {
		before, after, found := strings.Cut(cell, `"`)
		b = append(b, before...)
		if !found {
			return append(b, '"')
		}
		b = append(b, `""`...)
		cell = after
	}
}

// formulaStarts are the characters that a spreadsheet may take for the beginning
// of a formula, and the apostrophe that guards against it.
const formulaStarts = "=+-@'\t\r"

// GuardCell puts an apostrophe before a cell that a spreadsheet could run as a
// formula: names in an audit log are written by whoever is audited.
func GuardCell(cell string) string {
	if cell == "" || strings.IndexByte(formulaStarts, cell[0]) < 0 {
		return cell
	}
	return "'" + cell
}

// UnguardCell takes off what GuardCell put on, and leaves any other cell as it
// is: a name such as 'Aolani that was exported without guards stays whole.
func UnguardCell(cell string) string {
	if len(cell) < 2 || cell[0] != '\'' || strings.IndexByte(formulaStarts, cell[1]) < 0 {
		return cell
	}
	return cell[1:]
}
