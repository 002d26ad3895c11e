package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/indexer/source"
	"whodid/indexer/source/columnmaps"
)

var noon = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// store takes rows as the indexer does.
type store struct {
	events []audit.Event
	failed error // after the rows
	report func(r *audit.Report)
}

func (s *store) Stream(_ context.Context, rows source.Reader) (r audit.Report, err error) {
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			sum := rows.Summary()
			r.Notes, r.Incomplete = sum.Notes, sum.Incomplete
			if s.report != nil {
				s.report(&r)
			}
			return r, s.failed
		case err != nil:
			return r, err
		case row.Err != nil:
			r.Reject(*row.Err)
		default:
			s.events = append(s.events, row.Event)
			r.Accepted++
		}
	}
}

type rig struct {
	*Imports
	store *store
	maps  *columnmaps.Maps
	dir   string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{store: &store{}, dir: t.TempDir()}
	r.open(t)
	return r
}

// open is a start of the server.
func (r *rig) open(t *testing.T) {
	t.Helper()
	var err error
	if r.maps, err = columnmaps.Open(columnmaps.Options{File: filepath.Join(r.dir, "maps.json"), Now: func() time.Time { return noon }}); err != nil {
		t.Fatal(err)
	}
	at := noon
	r.Imports, err = Open(Options{Dir: filepath.Join(r.dir, "imports"), To: r.store, Maps: r.maps, Zone: time.FixedZone("Asia/Seoul", 9*60*60), Logger: zerolog.Nop(), Now: func() time.Time {
		at = at.Add(time.Second)
		return at
	}})
	if err != nil {
		t.Fatal(err)
	}
}

func (r *rig) take(f audit.ImportFile, text string) (audit.Import, error) {
	f.Source = "upload"
	return r.Take(context.Background(), f, strings.NewReader(text))
}

const good = "Date,User,Task\n2026-11-22 18:00:00,Kim (kim@acme.example),Edit group\n"

func TestTake(t *testing.T) {
	r := newRig(t)
	got, err := r.take(audit.ImportFile{Name: `C:\logs\a.csv`, By: "kim"}, good+"never,Kim,Edit group\n")
	if err != nil {
		t.Fatal(err)
	}
	finished := "2026-11-23T10:00:02.000Z"
	want := audit.Import{
		ID: got.ID, Source: "upload", File: "a.csv", By: "kim", State: audit.ImportDone, Format: "csv", Bytes: int64(len(good) + 21), Rows: 2,
		Started: "2026-11-23T10:00:01.000Z", Finished: &finished, Accepted: 1, RejectedTotal: 1, RejectedByCode: map[string]int{"invalid_time": 1},
		Rejected: []audit.RowError{{Line: 3, Code: "invalid_time", Field: "time", Value: "never", Message: got.Rejected[0].Message}},
		Notes:    []string{"Columns that the file does not have: Service Type, Target, Status."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.store.events[0].Time.Hour() != 9 {
		t.Errorf("not in the server's zone: %v", r.store.events[0].Time)
	}
	for range 2 { // also after a restart
		if got, err := r.Get(want.ID); err != nil || cmp.Diff(want, got) != "" {
			t.Error(err, cmp.Diff(want, got))
		}
		listed := want
		listed.Rejected = nil
		if diff := cmp.Diff([]audit.Import{listed}, r.List(10)); diff != "" {
			t.Error(diff)
		}
		r.open(t)
	}
	if _, err := r.Get("01KAJ3T5Q1W8Z0R7M2C9X4V6BN"); audit.KindOf(err) != audit.NotFound {
		t.Errorf("one that is not there: %v", err)
	}
}

// What a file is at its end, and what is said of it.
func TestStates(t *testing.T) {
	unavailable := &audit.Error{Kind: audit.Unavailable, Code: "disk_full", Message: "There is no room."}
	for _, tt := range []struct {
		name, text string
		store      store
		state      audit.ImportState
		code       string // of the error
		kind       audit.Kind
	}{
		{"whole", good, store{}, audit.ImportDone, "", 0},
		{"header only", "Date,User\n", store{}, audit.ImportDone, "", 0},
		{"empty", "", store{}, audit.ImportFailed, "invalid_body", audit.Invalid},
		{"another service", "Date,User,IP Address\n", store{}, audit.ImportFailed, "wrong_service", audit.Invalid},
		{"a PDF", "%PDF-1.7", store{}, audit.ImportFailed, "not_text", audit.Invalid},
		{"incomplete by its own word", good + "downloadLogs error\n", store{}, audit.ImportIncomplete, "", 0},
		{"all rejected", "Date,User\nnever,Kim\n", store{}, audit.ImportFailed, "all_rejected", audit.Invalid},
		{"unknown columns", "When,Who\n1,2\n", store{}, audit.ImportFailed, "unknown_columns", audit.Invalid},
		{"no store", good, store{failed: unavailable, report: func(r *audit.Report) { r.Accepted = 0 }}, audit.ImportFailed, "disk_full", audit.Unavailable},
		{"no store any more", good, store{failed: unavailable}, audit.ImportIncomplete, "disk_full", audit.Unavailable},
		{"a bug", good, store{failed: errors.New("oh"), report: func(r *audit.Report) { r.Accepted = 0 }}, audit.ImportFailed, "internal", audit.Internal},
		{"a day that can't be written", good, store{report: func(r *audit.Report) { r.Reject(audit.RowError{Code: audit.CodeDayUnavailable}) }}, audit.ImportIncomplete, "day_unavailable", audit.Unavailable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			*r.store = tt.store
			got, err := r.take(audit.ImportFile{Name: "a.csv"}, tt.text)
			if (err != nil) != (tt.code != "") || err != nil && audit.KindOf(err) != tt.kind {
				t.Errorf("error %v", err)
			}
			if got.State != tt.state || (got.Error != nil) != (tt.code != "") {
				t.Fatalf("%+v", got)
			}
			if got.Error != nil && (got.Error.Code != tt.code || !strings.HasSuffix(got.Error.Message, ".")) {
				t.Errorf("%+v", got.Error)
			}
			if kept, err := r.Get(got.ID); err != nil || cmp.Diff(got, kept) != "" {
				t.Error(err, cmp.Diff(got, kept))
			}
		})
	}
}

// Who leaves in the middle has stored what came.
func TestBrokenOff(t *testing.T) {
	r := newRig(t)
	ctx, leave := context.WithCancel(t.Context())
	in := io.MultiReader(strings.NewReader(good+strings.Repeat("2026-11-22,Lee,Edit group\n", 10_000)), readerFunc(func([]byte) (int, error) {
		leave()
		return 1, nil
	}), iotest.ErrReader(errors.New("not reached")))
	got, err := r.Take(ctx, audit.ImportFile{Name: "a.csv"}, in)
	if err == nil || got.State != audit.ImportIncomplete || got.Error.Code != "broken_off" || got.Accepted == 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// One that runs is listed with how far it is; one that nobody finished says so after
// the next start.
func TestRunningAndInterrupted(t *testing.T) {
	r := newRig(t)
	text := good + strings.Repeat("2026-11-22,Lee,Edit group\n", 10_000)
	checked := false
	in := io.MultiReader(strings.NewReader(text), readerFunc(func([]byte) (int, error) {
		list := r.List(5)
		if len(list) != 1 || list[0].State != audit.ImportRunning || list[0].Bytes != int64(len(text)) || list[0].Rows < 5000 || list[0].Format != "csv" || list[0].Finished != nil {
			t.Errorf("%+v", list)
		}
		if one, err := r.Get(list[0].ID); err != nil || one.State != audit.ImportRunning {
			t.Errorf("%+v, %v", one, err)
		}
		killed := &rig{store: r.store, dir: r.dir} // starts while the file says running
		killed.open(t)
		last := killed.List(5)[0]
		if last.State != audit.ImportIncomplete || last.Error.Code != "interrupted" || last.Finished == nil {
			t.Errorf("after a crash: %+v", last)
		}
		checked = true
		return 0, io.EOF
	}))
	if _, err := r.Take(t.Context(), audit.ImportFile{Name: "a.csv"}, in); err != nil || !checked {
		t.Error(err)
	}
}

func TestKept(t *testing.T) {
	r := newRig(t)
	for i := range MaxKept + 3 {
		if _, err := r.take(audit.ImportFile{Name: fmt.Sprintf("%d.csv", i)}, good); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(filepath.Join(r.dir, "imports"))
	if list := r.List(MaxKept + 10); err != nil || len(files) != MaxKept || len(list) != MaxKept || list[0].File != fmt.Sprintf("%d.csv", MaxKept+2) {
		t.Errorf("%d files, %d listed, first %s, %v", len(files), len(list), list[0].File, err)
	}
	// A file that is damaged costs itself.
	if err := os.WriteFile(filepath.Join(r.dir, "imports", files[0].Name()), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.open(t)
	if list := r.List(MaxKept + 10); len(list) != MaxKept-1 {
		t.Errorf("%d listed", len(list))
	}
}

// Of very many rejected rows the first are kept.
func TestManyRejected(t *testing.T) {
	r := newRig(t)
	got, err := r.take(audit.ImportFile{}, good+strings.Repeat("never,Kim,Edit group\n", 2*audit.MaxImportRejected))
	if err != nil || got.RejectedTotal != 2*audit.MaxImportRejected || len(got.Rejected) != audit.MaxImportRejected || got.File != "unnamed" {
		t.Errorf("%d of %d, %v", len(got.Rejected), got.RejectedTotal, err)
	}
}

// A disk that takes no reports is no reason to refuse a file.
func TestReportThatCannotBeWritten(t *testing.T) {
	r := newRig(t)
	if err := os.RemoveAll(filepath.Join(r.dir, "imports")); err != nil {
		t.Fatal(err)
	}
	got, err := r.take(audit.ImportFile{Name: "a.csv"}, good+"never,Kim,x\n")
	if err != nil || got.State != audit.ImportDone {
		t.Fatalf("%+v, %v", got, err)
	}
	if kept, err := r.Get(got.ID); err != nil || len(kept.Rejected) != 1 {
		t.Errorf("%+v, %v", kept, err)
	}
}
