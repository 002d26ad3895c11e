package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// What an export wrote comes back as the same events under the same ids, in
// every language, zone and with or without guards.
func FuzzExportReadsBack(f *testing.F) {
	f.Add("Kim Minjun", "kim@acme.example", "Seoul Sales 12", "", "m000123", "edit_group", "success", int64(1795338753123), uint8(0))
	f.Add("A (b@c)", "", "", "n/a", " 'id", "Lock\r\ngroup", "", int64(0), uint8(1))
	f.Add("=cmd|'/c calc'!A1", "@kim", "\"a\",\r", "\r\n", "\t", "", "부분 성공", int64(1), uint8(5))
	f.Add("'Aolani", "", "downloadLogs error", "\ufeff", "\x00", "Date", "-", int64(951782400000), uint8(8))
	f.Fuzz(func(t *testing.T, name, email, target, targetEmail, userID, task, status string, ms int64, form uint8) {
		for _, s := range []string{name, email, target, targetEmail, userID, task, status} {
			if !utf8.ValidString(s) {
				t.Skip("no event has invalid UTF-8")
			}
		}
		const year9999 = 253370764800000
		want := audit.Event{
			ID: "01M818EN33A6PYEVCH5WDBSNAF", Time: time.UnixMilli(((ms % year9999) + year9999) % year9999).UTC(),
			User: audit.Person{ID: userID, Name: name, Email: email}, Target: audit.Target{Type: userID, Name: target, Email: targetEmail},
			ServiceType: audit.SCIM,
		}
		want.Task, _ = audit.ParseTask(task)
		want.Status, _ = audit.ParseStatus(status)
		csv := audit.CSVForm{
			Language: audit.Languages[int(form)%len(audit.Languages)], Zone: time.FixedZone("", int(form)*300), SpreadsheetSafe: form < 128,
		}
		if !csv.SpreadsheetSafe {
			for _, cell := range []string{audit.CSVPerson(name, email), audit.CSVPerson(target, targetEmail), userID, string(want.Task), string(want.Status)} {
				if audit.UnguardCell(cell) != cell {
					t.Skip("without guards, a cell that looks guarded can't be told from one that is")
				}
			}
		}
		file := csv.AppendEvent(csv.AppendEvent(csv.AppendHeader(nil), want), want)
		r := NewCSV(bytes.NewReader(file), Options{})
		for range 2 {
			row, err := r.Next()
			if err != nil || row.Err != nil {
				t.Fatalf("%q: %v, %+v", file, err, row.Err)
			}
			row.Event.ID = audit.EventID(row.ID)
			if diff := cmp.Diff(want, row.Event); diff != "" {
				t.Fatalf("%q: %s", file, diff)
			}
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("%q: a third row, or %v", file, err)
		}
	})
}

// An export's header names are found in any case and with spaces lost.
func TestOwnHeaderSpellings(t *testing.T) {
	for _, lang := range audit.Languages {
		var header []string
		for _, name := range audit.ExportHeader(lang) {
			header = append(header, fmt.Sprintf(" %s ", name))
		}
		found := headerColumns(header)
		for i := range header {
			if at, ok := found[colTime+column(i)]; !ok || at != i {
				t.Errorf("%s: column %d, %q, is not found", lang, i, header[i])
			}
		}
	}
}
