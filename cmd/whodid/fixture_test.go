package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/cmd/loggen/company"
)

// row is a line of the audit download: Date, User, Service Type, Task, Target,
// Status.
type row [6]string

const (
	rowDate = iota
	rowUser
	rowServiceType
	rowTask
	rowTarget
	rowStatus
)

const fixtureRows = 6000 // made up; those written by hand come on top

var seoul = time.FixedZone("KST", 9*3600) // Seoul has had no summer time since 1988

// auditDownload gives the rows of an audit download, newest first: a made-up company
// and what is awkward, equal rows among it.
func auditDownload(t *testing.T) []row {
	t.Helper()
	to := audit.DayOf(time.Now()).Start() // nothing of today: days that end while a test runs
	from := to.AddDate(0, 0, -6)
	var rows []row
	for e := range company.New(company.Options{Seed: 7, Members: 150}).EventsNewestFirst(from, to, fixtureRows) {
		rows = append(rows, rowOf(e))
	}
	at := to.Add(-time.Hour).In(seoul).Format(time.DateTime)
	rows = append(rows,
		row{at, "Kim (Sales) Minjun (kim.sales@acme.example)", "PC Web", "Edit group", "Seoul (HQ) Sales", "Success"},
		row{at, "ｋｉｍ minji", "Mobile App", "Edit group", "\"quoted\", with a comma", "Failure"},
		row{at, "Kím Søren (soren@acme.example)", "API", "View group", "how to edit", "Success"},
		row{at, "Kimberly (kimberly@acme.example)", "PC Web", "Edit group", "not by kim but kimberly", "Success"},
		row{at, "김민준", "PC Web", "Edit group", "by kim", "Success"},
		row{at, "lee@acme.example", "SCIM", "Edit group", "kim@acme.example", "Failure"},
		row{at, "José García (kim+edit@acme.example)", "SCIM", "Delete group", "編集 グループ", "Failure"},
	)
	for range 3 { // truly equal: three events
		rows = append(rows, row{at, "Kim Equal (equal.kim@acme.example)", "PC Web", "Edit group", "Equal rows", "Success"})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return strings.Compare(b[rowDate], a[rowDate]) })
	return rows
}

// rowOf is an event as the audit download shows it.
func rowOf(e audit.Event) row {
	return row{
		e.Time.In(seoul).Format(time.DateTime), audit.CSVPerson(e.User.Name, e.User.Email), e.ServiceType.Label(audit.English),
		e.Task.Label(audit.English), audit.CSVPerson(e.Target.Name, e.Target.Email), e.Status.Label(audit.English),
	}
}

// save writes rows as a file of the audit download.
func save(t *testing.T, rows []row) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "contacts.csv")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\ufeff"); err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(f)
	w.UseCRLF = true
	if err := w.Write([]string{"Date", "User", "Service Type", "Task", "Target", "Status"}); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r[:]); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// sameRows compares events with the rows they came from, in whatever order.
func sameRows(t *testing.T, want []row, events []audit.Event) {
	t.Helper()
	got := make([]row, len(events))
	for i, e := range events {
		got[i] = rowOf(e)
	}
	order := func(a, b row) int { return slices.Compare(a[:], b[:]) }
	want = slices.Clone(want)
	slices.SortFunc(want, order)
	slices.SortFunc(got, order)
	if !slices.Equal(want, got) { // far quicker than a diff of thousands of rows
		t.Errorf("%d rows, want %d:\n%.4000s", len(got), len(want), cmp.Diff(want, got))
	}
}

// onceEach fails where an id or a seq number comes twice, and gives the ids.
func onceEach(t *testing.T, events []audit.Event) map[audit.EventID]bool {
	t.Helper()
	ids, seqs := map[audit.EventID]bool{}, map[uint64]bool{}
	for _, e := range events {
		if ids[e.ID] || seqs[e.Seq] || e.Seq == 0 {
			t.Errorf("id %s or seq %d comes twice", e.ID, e.Seq)
		}
		ids[e.ID], seqs[e.Seq] = true, true
	}
	return ids
}
