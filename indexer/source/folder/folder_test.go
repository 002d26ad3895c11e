package folder

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"whodid/audit"
)

const every = 10 * time.Second

// fakeTaker takes every file to its end, unless it is told otherwise.
type fakeTaker struct {
	mu      sync.Mutex
	asked   []audit.ImportFile
	texts   []string
	answer  func(name string) (audit.Import, error) // nil is: done
	reading func(ctx context.Context)               // while a file is read
}

func (f *fakeTaker) Take(ctx context.Context, file audit.ImportFile, in io.Reader) (audit.Import, error) {
	text, err := io.ReadAll(in)
	f.mu.Lock()
	f.asked, f.texts = append(f.asked, file), append(f.texts, string(text))
	answer, reading := f.answer, f.reading
	f.mu.Unlock()
	if reading != nil {
		reading(ctx)
	}
	switch {
	case ctx.Err() != nil:
		return audit.Import{State: audit.ImportIncomplete, Accepted: 1, Error: &audit.ImportError{Code: "broken_off", Message: "It broke off."}}, ctx.Err()
	case err != nil:
		return audit.Import{State: audit.ImportFailed, Error: &audit.ImportError{Code: "x", Message: err.Error()}}, err
	case answer != nil:
		return answer(file.Name)
	}
	return audit.Import{ID: "the-id", File: file.Name, State: audit.ImportDone, Accepted: 2, Duplicates: 1, RejectedTotal: 1, RejectedByCode: map[string]int{"invalid_time": 1},
		Rejected: []audit.RowError{{Line: 3, Code: "invalid_time", Message: "No time."}}}, nil
}

// names are the files that were read, in their order.
func (f *fakeTaker) names() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, a := range f.asked {
		names = append(names, a.Name)
	}
	return strings.Join(names, " ")
}

func (f *fakeTaker) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

type rig struct {
	t *testing.T
	*Folder
	to   *fakeTaker
	dir  string
	file string
}

// watch runs a test by a clock that does not wait, with a folder that is watched.
func watch(t *testing.T, test func(r *rig)) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "folder.json")
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, to: &fakeTaker{}, dir: dir, file: file}
		r.start()
		test(r)
		r.Close()
	})
}

// start is a start of the server.
func (r *rig) start() {
	r.t.Helper()
	f, err := New(Options{Dir: r.dir, Every: every, To: r.to, File: r.file, Logger: zerolog.Nop()})
	if err != nil {
		r.t.Fatal(err)
	}
	r.Folder = f
	f.Start()
	synctest.Wait()
}

// looks lets so many looks happen.
func (r *rig) looks(n int) {
	r.t.Helper()
	timer := time.After(time.Duration(n) * every)
	<-timer
	synctest.Wait()
}

func (r *rig) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o640); err != nil {
		r.t.Fatal(err)
	}
}

// tree are the files in the folder and below it.
func (r *rig) tree() string {
	r.t.Helper()
	var names []string
	err := filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(r.dir, path)
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func (r *rig) wantTree(want string) {
	r.t.Helper()
	if diff := cmp.Diff(want, r.tree()); diff != "" {
		r.t.Error(diff)
	}
}

// wantProblem is what the last error tells.
func (r *rig) wantProblem(code string, words ...string) {
	r.t.Helper()
	p := r.Status().LastError
	if p == nil || p.Code != code {
		r.t.Errorf("last error %+v, want %s", p, code)
		return
	}
	for _, w := range words {
		if !strings.Contains(p.Message, w) {
			r.t.Errorf("%q does not say %q", p.Message, w)
		}
	}
}

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

// Links and folders are not followed, and what can't be read waits; each is told once.
func TestThingsThatAreNoFiles(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, code, says string
		make             func(path string) error
	}{
		{"link", "left_alone", "link", func(path string) error { return os.Symlink(secret, path) }},
		{"to a folder", "left_alone", "link", func(path string) error { return os.Symlink(filepath.Dir(secret), path) }},
		{"folder", "left_alone", "folder", func(path string) error { return os.Mkdir(path, 0o700) }},
		{"pipe", "left_alone", "no file", func(path string) error { return syscall.Mkfifo(path, 0o600) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			watch(t, func(r *rig) {
				if err := tt.make(filepath.Join(r.dir, tt.name)); err != nil {
					t.Fatal(err)
				}
				r.write("good.csv", "x")
				r.looks(1)
				r.wantProblem(tt.code, tt.name, tt.says)
				at := r.Status().LastError.At
				r.looks(3)
				if r.to.names() != "good.csv" || !r.Status().LastError.At.Equal(at) {
					t.Errorf("read %q, told again %+v", r.to.names(), r.Status().LastError)
				}
			})
		})
	}
}

func TestFileThatMayNotBeRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	watch(t, func(r *rig) {
		r.write("closed.csv", "x")
		path := filepath.Join(r.dir, "closed.csv")
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		r.write("good.csv", "x")
		r.looks(3)
		r.wantProblem("file_unreadable", "closed.csv", "permission")
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		r.looks(2)
		if r.to.names() != "good.csv closed.csv" {
			t.Errorf("read %q", r.to.names())
		}
	})
}

// What is the file's fault puts it into failed, with the sentence; what is not leaves
// it, and it is tried again.
func TestFailures(t *testing.T) {
	failed := func(state audit.ImportState, kind audit.Kind, code string) (audit.Import, error) {
		const sentence = "A sentence."
		return audit.Import{State: state, Error: &audit.ImportError{Code: code, Message: sentence}}, &audit.Error{Kind: kind, Code: code, Message: sentence}
	}
	for _, tt := range []struct {
		name   string
		answer func(string) (audit.Import, error)
		code   string
		moved  bool
	}{
		{"another service", func(string) (audit.Import, error) { return failed(audit.ImportFailed, audit.Invalid, "wrong_service") }, "wrong_service", true},
		{"all rejected", func(string) (audit.Import, error) { return failed(audit.ImportFailed, audit.Invalid, "all_rejected") }, "all_rejected", true},
		{"a broken packing", func(string) (audit.Import, error) {
			return failed(audit.ImportIncomplete, audit.Invalid, "invalid_body")
		}, "invalid_body", true},
		{"incomplete by its own word", func(string) (audit.Import, error) {
			return audit.Import{State: audit.ImportIncomplete, Notes: []string{"A sentence."}}, nil
		}, "incomplete", true},
		{"no disk", func(string) (audit.Import, error) { return failed(audit.ImportFailed, audit.Unavailable, "disk_full") }, "disk_full", false},
		{"a bug", func(string) (audit.Import, error) { return failed(audit.ImportFailed, audit.Internal, "internal") }, "internal", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			watch(t, func(r *rig) {
				r.to.answer = tt.answer
				r.write("bad.csv", "x")
				r.write("worse.csv", "x")
				r.looks(2)
				r.wantProblem(tt.code, "A sentence.")
				if tt.moved {
					r.wantTree("failed/bad.csv failed/bad.csv.report.json failed/worse.csv failed/worse.csv.report.json")
					return
				}
				r.wantTree("bad.csv worse.csv")
				r.looks(30) // five minutes
				if n := len(strings.Fields(r.to.names())); n < 3 || n > 6 {
					t.Errorf("%d tries", n)
				}
				r.to.set(func() { r.to.answer = nil })
				if err := r.Run(ID); err != nil { // at once, whatever the wait was
					t.Fatal(err)
				}
				synctest.Wait()
				r.wantTree("done/bad.csv done/bad.csv.report.json done/worse.csv done/worse.csv.report.json")
			})
		})
	}
}

// A file that can't be moved is not imported again and again.
func TestFileThatCannotBeMoved(t *testing.T) {
	watch(t, func(r *rig) {
		r.write("done", "a file, where a folder is to be")
		if err := os.Chtimes(filepath.Join(r.dir, "done"), time.Unix(1, 0), time.Unix(2e9, 0)); err != nil { // the last
			t.Fatal(err)
		}
		r.write("log.csv", "x")
		r.looks(5)
		r.wantProblem("not_moved", "imported", "done")
		if got := r.to.names(); got != "log.csv done" {
			t.Errorf("read %q", got)
		}
		if err := os.Remove(filepath.Join(r.dir, "done")); err != nil {
			t.Fatal(err)
		}
		r.looks(1)
		r.wantTree("done/log.csv done/log.csv.report.json")
	})
}

func TestFolderThatGoesAway(t *testing.T) {
	watch(t, func(r *rig) {
		away := r.dir + "-away"
		r.write("log.csv", "x")
		r.looks(1)
		if err := os.Rename(r.dir, away); err != nil {
			t.Fatal(err)
		}
		r.looks(1)
		r.wantProblem("folder_unreadable", r.dir, "no such file")
		at := r.Status().LastError.At
		r.looks(3)
		if !r.Status().LastError.At.Equal(at) {
			t.Error("told again and again")
		}
		if err := os.Rename(away, r.dir); err != nil {
			t.Fatal(err)
		}
		r.looks(1)
		if r.to.names() != "" {
			t.Error("what came back was taken at the first look")
		}
		r.looks(1)
		r.wantTree("done/log.csv done/log.csv.report.json")
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
