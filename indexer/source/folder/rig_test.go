package folder

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
