package blevestore

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"whodid/audit"
	"whodid/audit/query"
)

// A dropped day lets its running searches finish.
func TestDropWaitsForScans(t *testing.T) {
	s, _ := mustOpen(t, filled(t, false))
	started, goOn, dropped := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	scanned := make(chan error, 1)
	rows := 0
	go func() {
		_, err := s.Scan(context.Background(), query.Search{}, func(audit.Event) error {
			if rows++; rows == 1 {
				close(started)
				<-goOn
			}
			return nil
		})
		scanned <- err
	}()
	<-started
	go func() { dropped <- s.Drop(context.Background(), oldDay) }()
	// New searches don't see the day as soon as the drop has begun.
	for count(t, s, "kim").Total == 1200 {
		if t.Context().Err() != nil {
			t.Fatal("the drop did not begin")
		}
	}
	select {
	case err := <-dropped:
		t.Fatalf("the drop ended before the scan: %v", err)
	default:
	}
	if _, err := os.Stat(file(s.dir, oldDay)); err != nil {
		t.Errorf("the day's folder went under a running scan: %v", err)
	}
	// Meanwhile other days are written, and this one says that it is going.
	outcomes, err := s.Append(t.Context(), append(dayEvents(oldDay, 700, 1), dayEvents(newDay, 700, 1)...))
	if err != nil || outcomes[0].Err == nil || outcomes[1].Err != nil {
		t.Errorf("append during the drop: %+v, %v", outcomes, err)
	}
	close(goOn)
	if err := <-scanned; err != nil || rows != 1200 {
		t.Errorf("the scan gave %d rows, %v; want 1200", rows, err)
	}
	if err := <-dropped; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(file(s.dir, oldDay)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the day's folder is still there: %v", err)
	}
}

func TestOpen(t *testing.T) {
	dir := filled(t, false)
	for _, left := range []string{newPrefix + "2026-11-22", droppedPrefix + "2026-01-01", "notes"} {
		if err := os.MkdirAll(filepath.Join(dir, "days", left, "index"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s, notes := mustOpen(t, dir)
	if got := count(t, s, "").Total; got != 1200 {
		t.Errorf("total %d, want 1200", got)
	}
	if !strings.Contains(notes.String(), "days/notes is no day") {
		t.Errorf("notes %q don't name the stranger's folder", notes)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "days"))
	if err != nil || len(entries) != 3 {
		t.Errorf("days has %v, %v; want two days and the stranger's folder", entries, err)
	}
	if _, err := Open(Options{Dir: dir}); audit.KindOf(err) != audit.Conflict {
		t.Errorf("opened twice: %v, want kind Conflict", err)
	}
	mustClose(t, s)
	if _, err := s.Search(t.Context(), query.Search{}); audit.KindOf(err) != audit.Unavailable {
		t.Errorf("search after close: %v, want kind Unavailable", err)
	}
}

// Views taken while batches are written see whole batches, and never less than
// before.
func TestReadersDuringWrites(t *testing.T) {
	s, _ := mustOpen(t, t.TempDir())
	const batches, size = 40, 25
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range batches {
			if _, err := s.Append(context.Background(), dayEvents(newDay, i*size, size)); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	last := 0
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		all, found := count(t, s, ""), count(t, s, "kim")
		if all.Total%size != 0 || found.Total < all.Total || all.Total < last {
			t.Fatalf("%d events, %d of them found, %d before", all.Total, found.Total, last)
		}
		last = all.Total
	}
	if got := count(t, s, "kim").Total; got != batches*size {
		t.Errorf("total %d, want %d", got, batches*size)
	}
}
