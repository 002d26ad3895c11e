package download

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/audit/query"
)

// A folder that somebody deletes while its file is written has no file in it at the end: the job is failed, not ready with
// nothing to fetch.
func TestFolderIsDeletedWhileItIsWritten(t *testing.T) {
	for _, format := range []Format{CSV, XLSX} {
		t.Run(string(format), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &log{events: rows(10), gate: make(chan struct{})}
				d := start(t, Options{Scanner: store})
				defer d.Close()
				r := request(kim, 10)
				r.Form.Format = format
				j := add(t, d, r)
				wantState(t, j, Running, "")
				if err := os.RemoveAll(d.folder(j.ID)); err != nil {
					t.Fatal(err)
				}
				close(store.gate)
				synctest.Wait()
				wantState(t, get(t, d, j.ID), Failed, "file_gone")
			})
		})
	}
}

// Folders that are deleted while a job waits, or is ready, cost nothing but the file.
func TestFolderIsDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &log{events: rows(10), gate: make(chan struct{})}
		dir := t.TempDir()
		d := start(t, Options{Dir: dir, Scanner: store})
		add(t, d, request(kim, 10))
		queued := add(t, d, request(kim, 10))
		if err := os.RemoveAll(d.folder(queued.ID)); err != nil {
			t.Fatal(err)
		}
		close(store.gate)
		synctest.Wait()
		ready := get(t, d, queued.ID)
		wantState(t, ready, Ready, "")
		if err := os.RemoveAll(d.folder(ready.ID)); err != nil {
			t.Fatal(err)
		}
		_, _, err := d.OpenFile(kim, ready.ID)
		wantKind(t, err, audit.Unavailable, "file_gone")
		if err := d.Remove(kim, ready.ID); err != nil {
			t.Error(err)
		}
		d.Close()
	})
}

// A file that is gone or cut while the server is down is found missing at its start.
func TestFileIsGoneAtTheStart(t *testing.T) {
	for name, harm := range map[string]func(file string) error{
		"gone": os.Remove, "cut": func(file string) error { return os.Truncate(file, 10) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dir := t.TempDir()
				d := start(t, Options{Dir: dir, Scanner: &log{events: rows(10)}})
				j := add(t, d, request(kim, 10))
				d.Close()
				if err := harm(filepath.Join(dir, j.ID, j.File)); err != nil {
					t.Fatal(err)
				}
				for range 2 { // and stays so
					d = start(t, Options{Dir: dir, Scanner: &log{events: rows(10)}})
					gone := get(t, d, j.ID)
					wantState(t, gone, Failed, "file_gone")
					if diff := cmp.Diff([]string{jobFile}, inFolder(t, d, j.ID)); diff != "" || gone.SHA256 != "" {
						t.Errorf("%+v\n%s", gone, diff)
					}
					d.Close()
				}
			})
		})
	}
}

// A server was killed while it wrote, and the job is canceled before it is written again: half a file stayed, and nobody
// counted it.
func TestCanceledAfterAKill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		gated := &log{events: rows(10), gate: make(chan struct{})}
		d := start(t, Options{Dir: dir, Scanner: gated})
		first := add(t, d, request(kim, 10))
		<-time.After(time.Second)
		second := add(t, d, request(kim, 10))
		d.Close()
		// The second was being written too when the server was killed.
		half := filepath.Join(dir, second.ID, second.File)
		if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		state := filepath.Join(dir, second.ID, jobFile)
		text, err := os.ReadFile(state)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(state, []byte(strings.Replace(string(text), `"queued"`, `"running"`, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		d = start(t, Options{Dir: dir, Scanner: gated})
		defer d.Close()
		synctest.Wait()
		wantState(t, get(t, d, first.ID), Running, "")
		if err := d.Remove(kim, second.ID); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{jobFile}, inFolder(t, d, second.ID)); diff != "" {
			t.Errorf("left behind:\n%s", diff)
		}
	})
}

type broken struct{}

func (broken) Scan(context.Context, query.Search, func(audit.Event) error) ([]audit.Day, error) {
	panic("index out of range")
}

// A bug that one question finds fails its download, and nothing else.
func TestBugInAScan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := start(t, Options{Scanner: broken{}})
		defer d.Close()
		for range 2 { // the worker goes on
			wantState(t, add(t, d, request(kim, 10)), Failed, "internal")
		}
	})
}

// Canceled twice, a job is deleted while its worker still writes.
func TestDeletedWhileItIsWritten(t *testing.T) {
	for _, format := range []Format{CSV, XLSX} {
		t.Run(string(format), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gate := make(chan struct{})
				d := start(t, Options{Scanner: stubborn{gate}})
				defer d.Close()
				r := request(kim, 10)
				r.Form.Format = format
				j := add(t, d, r)
				for range 2 {
					if err := d.Remove(kim, j.ID); err != nil {
						t.Fatal(err)
					}
				}
				close(gate)
				synctest.Wait()
				if left := inFolder(t, d, j.ID); left != nil || len(d.List(admin)) > 0 {
					t.Errorf("left behind: %v", left)
				}
			})
		})
	}
}

// stubborn doesn't look whether it is canceled.
type stubborn struct{ gate chan struct{} }

func (s stubborn) Scan(_ context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
	<-s.gate
	for _, e := range rows(10) {
		if err := yield(e); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// A clock that is put back or ahead delays no request and keeps no worker from its work.
func TestClockJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var by atomic.Int64
		d := start(t, Options{Scanner: &log{events: rows(10)}, Now: func() time.Time { return time.Now().Add(time.Duration(by.Load())) }})
		defer d.Close()
		for _, shift := range []time.Duration{0, -72 * time.Hour, 48 * time.Hour} {
			by.Store(int64(shift))
			r := request(kim, 10)
			r.Asked = time.Now().Add(shift)
			j := add(t, d, r)
			wantState(t, j, Ready, "")
			if want := j.Finished.Add(defaultKeep); !j.Expires.Equal(want) {
				t.Errorf("expires %s, want %s", j.Expires, want)
			}
		}
		<-time.After(time.Hour) // the cleaning runs
		if n := len(d.List(kim)); n != 3 {
			t.Errorf("%d of 3 are left", n)
		}
	})
}

func TestSizeText(t *testing.T) {
	for bytes, want := range map[int64]string{20 << 30: "20 GiB", 500 << 20: "500 MiB", 1<<20 + 1: "1048577 bytes", 1536: "1536 bytes", 2048: "2 KiB", 3 << 50: "3072 TiB"} {
		if got := sizeText(bytes); got != want {
			t.Errorf("%d is %q, want %q", bytes, got, want)
		}
	}
}
