package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/store/memstore"
)

// smallLogOf generates a log as a run does.
func smallLogOf(t *testing.T, n int) (path string, log *survey) {
	t.Helper()
	path, err := prepareLog(t.Context(), common{events: n}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if log, err = surveyLog(path, n); err != nil {
		t.Fatal(err)
	}
	return path, log
}

func TestSurvey(t *testing.T) {
	path, log := smallLogOf(t, 12_000)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if log.events != 12_000 || log.bytes != info.Size() || !log.first.Before(log.last) || log.address == "" {
		t.Errorf("%d events, %d bytes, from %v to %v, address %q", log.events, log.bytes, log.first, log.last, log.address)
	}
	if want := audit.DayOf(time.Now()).Add(-1); audit.DayOf(log.lastDay()) != want {
		t.Errorf("the last day is %v, want %v", log.lastDay(), want)
	}
	if !slices.Contains(log.words[:20], "kim") || !slices.Contains(log.names, "김민준") {
		t.Errorf("words %q, %d names", log.words[:20], len(log.names))
	}
}

func TestSurveyOfNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.ndjson")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := surveyLog(path, 1); err == nil {
		t.Error("an empty log is no error")
	}
}

func TestChunks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.ndjson")
	if err := os.WriteFile(path, []byte("one\ntwo\nthree"), 0o600); err != nil {
		t.Fatal(err)
	}
	chunks, err := openChunks(path)
	if err != nil {
		t.Fatal(err)
	}
	defer chunks.close()
	for _, want := range []string{"one\ntwo\n", "three", ""} {
		if c, err := chunks.next(2); err != nil || string(c.text) != want {
			t.Errorf("chunk %q, %v; want %q", c.text, err, want)
		}
	}
}

func TestEachBatchTakesEvenly(t *testing.T) {
	path, _ := smallLogOf(t, 1001)
	n := 0
	days := map[audit.Day]bool{}
	if err := eachBatch(t.Context(), path, 5, func(events []audit.Event) error {
		for _, e := range events {
			n++
			days[audit.DayOf(e.Time)] = true
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n != 200 || len(days) < 100 {
		t.Errorf("%d events of %d days, want 200 of most days", n, len(days))
	}
}

// Questions never asked before must be that, and of a shape that finds something.
func TestDealer(t *testing.T) {
	path, log := smallLogOf(t, 10_000)
	oracle := &memstore.Store{}
	if err := eachBatch(t.Context(), path, 1, func(events []audit.Event) error {
		_, err := oracle.Append(t.Context(), events)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	last, err := oracle.Search(t.Context(), query.Search{Limit: 10, Want: query.WantEvents})
	if err != nil {
		t.Fatal(err)
	}
	cursors := []string{last.Next.String()}
	d := newDealer(log, cursors)
	fixed := map[string]bool{}
	for _, sc := range screensOf(log, cursors[0], 10) {
		fixed[sc.asked.params().Encode()] = true
	}
	for _, key := range []string{"S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9"} {
		hits := 0
		seen := map[string]bool{}
		for i := range 40 {
			q, isNew := d.deal(key, i)
			text := q.params().Encode()
			if !isNew || seen[text] || fixed[text] {
				t.Errorf("%s, %d: %q was asked before", key, i, text)
			}
			seen[text] = true
			if i >= 1 {
				continue
			}
			s, err := q.search()
			if err != nil {
				t.Fatal(err)
			}
			page, err := oracle.Search(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			hits += page.Total
		}
		if hits == 0 {
			t.Errorf("%s: its first question finds nothing", key)
		}
		a, isNew := d.deal(key, 500_000)
		b, _ := d.deal(key, 500_001)
		if key != "S1" && isNew || a.params().Encode() == b.params().Encode() {
			t.Errorf("%s: without end, but not told apart: %v, %v", key, a, b)
		}
	}
}
