package download

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"whodid/audit"
)

// asBook gives the request of a workbook.
func asBook(rows int) Request {
	r := request(kim, rows)
	r.Form.Format = XLSX
	return r
}

// sheets reads a workbook: the cells as they are stored, by sheet.
func sheets(t *testing.T, data []byte) (names []string, rows [][][]string, f *excelize.File) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	for _, name := range f.GetSheetList() {
		r, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		names, rows = append(names, name), append(rows, r)
	}
	return names, rows, f
}

// serial is the number that a time is in a workbook, to the millisecond.
func serial(t *testing.T, cell string) time.Time {
	t.Helper()
	days, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(days * 24 * float64(time.Hour))).Round(time.Millisecond)
}

// Each cell is what the CSV has, text as text, however it looks; dates are numbers in the zone of the file.
func TestBook(t *testing.T) {
	odd := []string{
		"=1+2", "+82 10", "-5", "@SUM(A1)", "'quoted", "007", "1e5", "12345678901234567890", "2026-11-22", "TRUE", `"Sales", 12`, "a\nb", "a\r\nb", " space ", "\tTab",
		"김민준", "ｋｉｍ", "שלום עולם", "👩‍👩‍👧", "_x0041_", "<b>&amp;</b>", strings.Repeat("長", 512),
	}
	var events []audit.Event
	for i, name := range odd {
		events = append(events, audit.Event{
			ID: audit.EventID(fmt.Sprintf("01KAJ3T5Q1W8Z0R7M2C9%06d", i)), Time: time.Date(2026, 11, 22, 15, 0, 59, 999e6, time.UTC).Add(-time.Duration(i) * time.Minute),
			User: audit.Person{ID: name, Name: name, Email: "=a@acme.example"}, Task: "edit_group", Target: audit.Target{Type: "group", Name: name}, Status: "failure", ServiceType: "pc_web",
		})
	}
	events = append(events, audit.Event{ID: "01KAJ3T5Q1W8Z0R7M2C9X4V6BN", Time: time.Date(1970, 1, 2, 0, 0, 0, 1e6, time.UTC), User: audit.Person{Email: "kim@acme.example"}})
	for _, lang := range audit.Languages {
		t.Run(string(lang), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := start(t, Options{Scanner: &log{events: events}})
				defer d.Close()
				r := asBook(len(events))
				r.Form.Language = lang
				j := add(t, d, r)
				wantState(t, j, Ready, "")
				if j.RowsWritten != len(events) || j.Parts != 1 || j.Replaced != 0 || j.FirstID != events[0].ID || !strings.HasSuffix(j.File, ".xlsx") {
					t.Errorf("%+v", j)
				}
				names, rows, f := sheets(t, content(t, d, j))
				if diff := cmp.Diff([]string{"Contacts"}, names); diff != "" {
					t.Fatal(diff)
				}
				if diff := cmp.Diff(audit.ExportHeader(lang), rows[0][0]); diff != "" {
					t.Error(diff)
				}
				for i, e := range events {
					got := rows[0][i+1]
					if at := serial(t, got[0]); !at.Equal(e.Time.Add(9 * time.Hour)) { // as the clocks in Seoul show it
						t.Errorf("row %d: %s, want %s", i+1, at, e.Time)
					}
					want := []string{audit.CSVPerson(e.User.Name, e.User.Email), e.ServiceType.Label(lang), e.Task.Label(lang), audit.CSVPerson(e.Target.Name, e.Target.Email), e.Status.Label(lang), audit.FormatTime(e.Time), string(e.ID), e.User.ID, e.Target.Type}
					for len(got) < 10 { // excelize leaves empty cells at the end away
						got = append(got, "")
					}
					if diff := cmp.Diff(want, got[1:]); diff != "" {
						t.Errorf("row %d (-want +got):\n%s", i+1, diff)
					}
					for col := range 10 {
						cell, _ := excelize.CoordinatesToCellName(col+1, i+2)
						if formula, err := f.GetCellFormula("Contacts", cell); formula != "" || err != nil {
							t.Errorf("%s is a formula: %q, %v", cell, formula, err)
						}
						kind, err := f.GetCellType("Contacts", cell)
						if number := kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset; err != nil || number != (col == 0) && got[col] != "" {
							t.Errorf("%s is of type %d, %v", cell, kind, err)
						}
					}
				}
				panes, err := f.GetPanes("Contacts")
				if err != nil || !panes.Freeze || panes.YSplit != 1 {
					t.Errorf("%+v, %v", panes, err)
				}
				if names := f.GetDefinedName(); len(names) != 1 || !strings.Contains(names[0].RefersTo, fmt.Sprintf("$J$%d", len(events)+1)) {
					t.Errorf("%+v", names)
				}
				if props, err := f.GetDocProps(); err != nil || props.Creator != "whodid" || props.LastModifiedBy != "whodid" || props.Created != j.Created.Format(time.RFC3339) {
					t.Errorf("%+v, %v", props, err)
				}
				style, err := f.GetCellStyle("Contacts", "A2")
				if err != nil {
					t.Fatal(err)
				}
				if s, err := f.GetStyle(style); err != nil || s.CustomNumFmt == nil || *s.CustomNumFmt != "yyyy-mm-dd hh:mm:ss.000" {
					t.Errorf("%+v, %v", s, err)
				}
			})
		})
	}
}

// What XML can't hold is replaced, and the job tells in how many cells.
func TestBookOfControlCharacters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		events := rows(2)
		events[0].User.Name, events[0].Target.Name = "a\x00b\x1bc\ufffe", "fine"
		events[1].Target.Name = "\x07"
		d := start(t, Options{Scanner: &log{events: events}})
		defer d.Close()
		j := add(t, d, asBook(2))
		wantState(t, j, Ready, "")
		_, got, _ := sheets(t, content(t, d, j))
		if name, target := got[0][1][1], got[0][2][4]; name != "a�b�c� (minjun.kim@acme.example)" || target != "�" || j.Replaced != 2 {
			t.Errorf("%q, %q, %d cells", name, target, j.Replaced)
		}
	})
}

// A sheet is full at some time, and the next one begins; only the first is selected.
func TestBookOfSheets(t *testing.T) {
	for _, n := range []int{0, 1, 12, 13, 30} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				events := rows(n)
				d := start(t, Options{Scanner: &log{events: events}})
				defer d.Close()
				d.sheetRows = 12
				j := add(t, d, asBook(n))
				wantState(t, j, Ready, "")
				data := content(t, d, j)
				names, got, _ := sheets(t, data)
				want := []string{"Contacts", "Contacts 2", "Contacts 3"}[:max(1, (n+11)/12)]
				if !slices.Equal(names, want) || j.Parts != len(want) {
					t.Fatalf("%v, %d; want %v", names, j.Parts, want)
				}
				var ids []string
				for i, rows := range got {
					if len(rows) > 13 || rows[0][7] != "Event ID" {
						t.Errorf("%s: %d rows, header %v", names[i], len(rows), rows[0])
					}
					for _, row := range rows[1:] {
						ids = append(ids, row[7])
					}
				}
				if len(ids) != n {
					t.Fatalf("%d rows", len(ids))
				}
				for i, e := range events {
					if ids[i] != string(e.ID) {
						t.Errorf("row %d is %s, want %s", i, ids[i], e.ID)
					}
				}
				for name, part := range archive(t, data) {
					if strings.HasPrefix(name, "xl/worksheets/") && selected.MatchString(part) != (name == "xl/worksheets/sheet1.xml") {
						t.Errorf("%s: %.600s", name, part)
					}
				}
				if diff := cmp.Diff([]string{j.File, jobFile}, inFolder(t, d, j.ID)); diff != "" {
					t.Errorf("left behind:\n%s", diff)
				}
			})
		})
	}
}

var selected = regexp.MustCompile(`tabSelected="(1|true)"`)
