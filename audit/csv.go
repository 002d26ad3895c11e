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
		if i > 0 {
			b = append(b, ',')
		}
		b = f.appendCell(b, name)
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
	b = f.appendTime(b, e.Time.In(zone), csvDateLayout)
	b = f.appendPerson(append(b, ','), e.User.Name, e.User.Email)
	b = f.appendCell(append(b, ','), e.ServiceType.Label(f.Language))
	b = f.appendCell(append(b, ','), e.Task.Label(f.Language))
	b = f.appendPerson(append(b, ','), e.Target.Name, e.Target.Email)
	b = f.appendCell(append(b, ','), e.Status.Label(f.Language))
	b = f.appendTime(append(b, ','), e.Time.UTC(), TimeLayout)
	b = f.appendCell(append(b, ','), string(e.ID))
	b = f.appendCell(append(b, ','), e.User.ID)
	b = f.appendCell(append(b, ','), e.Target.Type)
	return append(b, "\r\n"...)
}

// appendTime appends the cell of a time. Only those of years that don't have four
// digits, which no source gives, need more than their digits.
func (f CSVForm) appendTime(b []byte, t time.Time, layout string) []byte {
	switch {
	case !fourDigits(t):
		return f.appendCell(b, t.Format(layout))
	case layout == csvDateLayout:
		return appendSecond(b, t, ' ')
	}
	return AppendTime(b, t)
}

// appendPerson appends the cell CSVPerson(name, email). That of ordinary names and
// addresses, a million rows' worth, is put together in place.
func (f CSVForm) appendPerson(b []byte, name, email string) []byte {
	switch {
	case email == "" && !mayLookOtherwise(name):
		return f.appendCell(b, name)
	case !isPlainEmail(email):
		return f.appendCell(b, CSVPerson(name, email))
	case name == "":
		return f.appendCell(b, email)
	}
	// An e-mail that is plain has nothing that needs quotes.
	b, quoted := f.openCell(b, name, "")
	b = appendText(b, name, quoted)
	b = append(b, " ("...)
	b = append(b, email...)
	b = append(b, ')')
	if quoted {
		b = append(b, '"')
	}
	return b
}

// appendCell appends a cell. encoding/csv is of no use here: with CRLF as its
// line end it turns a line feed within a cell into CRLF as well, and the event
// read back would be another one.
func (f CSVForm) appendCell(b []byte, cell string) []byte {
	b, quoted := f.openCell(b, cell, cell)
	b = appendText(b, cell, quoted)
	if quoted {
		b = append(b, '"')
	}
	return b
}

// openCell appends what stands before the text of a cell that begins with first
// and ends with last, which has nothing that needs quotes but at its end.
func (f CSVForm) openCell(b []byte, first, last string) (_ []byte, quoted bool) {
	guarded := f.guards(first)
	// Quoting white space at the ends keeps readers that trim from losing it.
	quoted = hasSpecial(first) || !guarded && spaceFirst(first) || spaceLast(last)
	if quoted {
		b = append(b, '"')
	}
	if guarded {
		b = append(b, '\'')
	}
	return b, quoted
}

// appendText appends a cell's text, its quotes doubled where it stands in quotes.
func appendText(b []byte, text string, quoted bool) []byte {
	for quoted {
		before, after, found := strings.Cut(text, `"`)
		if !found {
			break
		}
		b = append(b, before...)
		b = append(b, `""`...)
		text = after
	}
	return append(b, text...)
}

func (f CSVForm) guards(cell string) bool {
	return f.SpreadsheetSafe && cell != "" && signs[cell[0]]&signFormula != 0
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
