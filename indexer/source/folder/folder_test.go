package folder

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"whodid/audit"
)

// A file that rests is imported and moved, with a report beside it that says the same
// as the API.
func TestFileIsTaken(t *testing.T) {
	watch(t, func(r *rig) {
		r.write("log.csv", "rows")
		r.looks(1)
		if r.to.names() != "" {
			t.Error("taken at the first look, half of it may be missing")
		}
		r.looks(1)
		r.wantTree("done/log.csv done/log.csv.report.json")
		if a := r.to.asked[0]; a.Name != "log.csv" || a.Source != ID || a.By != "" || a.Asked || r.to.texts[0] != "rows" {
			t.Errorf("%+v, %q", a, r.to.texts)
		}
		var report audit.Import
		text, err := os.ReadFile(filepath.Join(r.dir, "done/log.csv.report.json"))
		if err != nil || json.Unmarshal(text, &report) != nil || report.ID != "the-id" || report.Rejected[0].Line != 3 {
			t.Errorf("%s, %v", text, err)
		}
		if info, err := os.Stat(filepath.Join(r.dir, "done/log.csv.report.json")); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		s := r.Status()
		if diff := cmp.Diff(map[string]int{"accepted": 2, "duplicate": 1, "invalid_time": 1}, s.Rows); diff != "" || s.LastSuccess.IsZero() || s.LastError != nil || s.State != Waiting {
			t.Errorf("%+v, %s", s, diff)
		}
		// The same name again overwrites nothing.
		for range 2 {
			r.write("log.csv", "other rows")
			r.looks(2)
		}
		r.wantTree("done/log-2.csv done/log-2.csv.report.json done/log-3.csv done/log-3.csv.report.json done/log.csv done/log.csv.report.json")
		if text, err := os.ReadFile(filepath.Join(r.dir, "done/log.csv")); err != nil || string(text) != "rows" {
			t.Errorf("%q, %v", text, err)
		}
	})
}

func TestOldestFirst(t *testing.T) {
	watch(t, func(r *rig) {
		for i, name := range []string{"c.csv", "a.csv", "b.csv"} {
			r.write(name, "rows")
			at := time.Date(2026, 11, 23, 10, i, 0, 0, time.UTC)
			if err := os.Chtimes(filepath.Join(r.dir, name), at, at); err != nil {
				t.Fatal(err)
			}
		}
		r.looks(2)
		if got := r.to.names(); got != "c.csv a.csv b.csv" {
			t.Errorf("read %s", got)
		}
	})
}

// What is being written is left alone, however long that takes; who waits for it is told.
func TestFileThatGrows(t *testing.T) {
	watch(t, func(r *rig) {
		text := ""
		for range 100 {
			text += "a row\n"
			r.write("long.csv", text)
			r.looks(1)
		}
		if r.to.names() != "" {
			t.Error("read while it was written")
		}
		r.wantProblem("still_written", "long.csv", "10m")
		r.looks(1)
		r.wantTree("done/long.csv done/long.csv.report.json")
		if r.to.texts[0] != text {
			t.Errorf("%d bytes", len(r.to.texts[0]))
		}

		// One that is written on while it is read is read again.
		r.write("more.csv", "1\n")
		r.to.set(func() {
			r.to.reading = func(context.Context) {
				r.to.set(func() { r.to.reading = nil })
				r.write("more.csv", "1\n2\n")
			}
		})
		r.looks(2)
		r.wantTree("done/long.csv done/long.csv.report.json more.csv")
		r.looks(2)
		if got := r.to.texts[len(r.to.texts)-1]; got != "1\n2\n" {
			t.Errorf("read %q at last", got)
		}

		// Many files are made long before anything is in them.
		r.write("empty.csv", "")
		r.looks(4)
		r.write("empty.csv", "a row at last\n")
		r.looks(2)
		if got := r.to.texts[len(r.to.texts)-1]; got != "a row at last\n" {
			t.Errorf("read %q", got)
		}
		r.write("nothing.csv", "")
		r.looks(8)
		if got := r.to.names(); !strings.HasSuffix(got, "nothing.csv") {
			t.Errorf("read %s", got)
		}
	})
}

func TestNamesThatAreLeftAlone(t *testing.T) {
	watch(t, func(r *rig) {
		r.write(".hidden.csv", "x")
		r.write("a.csv.part", "x")
		r.write("b.TMP", "x")
		r.write("c.csv.crdownload", "x")
		r.write("d.filepart", "x")
		r.looks(5)
		if r.to.names() != "" || r.Status().LastError != nil {
			t.Errorf("read %s, %+v", r.to.names(), r.Status().LastError)
		}
		// Renamed into place, one is taken at the next look but one.
		if err := os.Rename(filepath.Join(r.dir, "a.csv.part"), filepath.Join(r.dir, "a.csv")); err != nil {
			t.Fatal(err)
		}
		r.looks(1)
		if r.to.names() != "" {
			t.Error("taken at the next look")
		}
		r.looks(1)
		if r.to.names() != "a.csv" {
			t.Errorf("read %q", r.to.names())
		}
	})
}

func TestPauseAndRun(t *testing.T) {
	watch(t, func(r *rig) {
		reading := make(chan struct{})
		r.to.reading = func(ctx context.Context) {
			close(reading)
			<-ctx.Done()
		}
		r.write("log.csv", "x")
		r.looks(2)
		<-reading
		if s := r.Status(); s.State != Running {
			t.Errorf("%+v", s)
		}
		if err := r.Pause(ID); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		r.wantTree("log.csv")
		r.looks(5)
		if s := r.Status(); s.State != Paused || r.to.names() != "log.csv" || s.LastError != nil {
			t.Errorf("%+v, read %q", s, r.to.names())
		}
		if err := r.Run(ID); audit.KindOf(err) != audit.Conflict {
			t.Errorf("run: %v", err)
		}
		r.Close()
		r.start() // paused it stays
		r.looks(5)
		if s := r.Status(); s.State != Paused || r.to.names() != "log.csv" {
			t.Errorf("after a restart %+v, read %q", s, r.to.names())
		}
		r.to.set(func() { r.to.reading = nil })
		if err := r.Resume(ID); err != nil {
			t.Fatal(err)
		}
		r.looks(2)
		r.wantTree("done/log.csv done/log.csv.report.json")

		// Who asks for a run does not wait for two looks, but for as long as a file must rest.
		r.write("now.csv", "x")
		if err := r.Run(ID); err != nil {
			t.Fatal(err)
		}
		<-time.After(mostSettle + time.Second)
		synctest.Wait()
		if got := r.to.names(); !strings.HasSuffix(got, "now.csv") {
			t.Errorf("read %q", got)
		}
		for _, call := range []func(string) error{r.Run, r.Pause, r.Resume} {
			if err := call("other"); audit.KindOf(err) != audit.NotFound {
				t.Errorf("another source: %v", err)
			}
		}
	})
}

// A stop in the middle of a file leaves it for the next start.
func TestStop(t *testing.T) {
	watch(t, func(r *rig) {
		r.to.reading = func(ctx context.Context) { <-ctx.Done() }
		r.write("log.csv", "x")
		r.looks(2)
		r.Close()
		r.wantTree("log.csv")
		r.to.reading = nil
		r.start()
		r.looks(2)
		r.wantTree("done/log.csv done/log.csv.report.json")
		if s := r.Status(); s.Rows["accepted"] != 2 || s.LastError != nil {
			t.Errorf("%+v", s)
		}
	})
}

func TestProgressFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "folder.json")
	open := func(text string) (*Folder, error) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return New(Options{Dir: t.TempDir(), Every: every, File: file, Logger: zerolog.Nop()})
	}
	if _, err := open(`{"version":2}`); err == nil || !strings.Contains(err.Error(), "later version") {
		t.Errorf("a later version: %v", err)
	}
	if f, err := open(`{"vers`); err != nil || f.Status().State != Waiting {
		t.Errorf("half a file: %v", err)
	}
	if f, err := open(`{"version":1,"paused":true,"rows":{"accepted":7}}`); err != nil || f.Status().State != Paused || f.Status().Rows["accepted"] != 7 {
		t.Errorf("%v", err)
	}
}
