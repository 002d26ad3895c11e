package schedule

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/explorer/download"
)

// A crash between a download and what its schedule keeps of it: the download is found by its mark.
func TestCrashes(t *testing.T) {
	for _, at := range []string{"requested", "running", "ready"} {
		t.Run(at, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				of := r.create(kim, weekly(SinceLast))
				r.wait(3 * day)
				r.seq = 20
				before, err := os.ReadFile(r.file())
				if err != nil {
					t.Fatal(err)
				}
				if at != "ready" {
					r.gate = make(chan struct{})
				}
				r.wait(7 * day)
				if at == "running" {
					if before, err = os.ReadFile(r.file()); err != nil {
						t.Fatal(err)
					}
				}
				r.close()
				if err := os.WriteFile(r.file(), before, 0o600); err != nil {
					t.Fatal(err)
				}
				r.gate = nil
				r.seq = 30
				r.open()
				r.wantLast(of.ID, download.Ready, "")
				r.wait(6 * day)
				r.wantAsked("kim 01-03T06:00 / >0", "kim 01-10T06:00 / >10") // not again
				r.wait(day)
				r.wantAsked("kim 01-17T06:00 / >20")
			})
		})
	}
}

// A download whose folder is gone was no file: the next one has its events.
func TestFolderOfARunIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.gate = make(chan struct{})
		of := r.create(kim, weekly(SinceLast))
		r.wait(3 * day)
		r.close()
		if err := os.RemoveAll(filepath.Join(r.dir, "downloads")); err != nil {
			t.Fatal(err)
		}
		r.gate = nil
		r.open()
		r.wantLast(of.ID, download.Failed, "download_gone")
		r.asked = nil
		r.wait(7 * day)
		r.wantAsked("kim 01-10T06:00 / >0")
		r.wantLast(of.ID, download.Ready, "")
	})
}

// Where it can't be kept up to where a file reaches, the file is not ready: the next one would have its events again.
func TestReachThatCantBeKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		of := r.create(kim, weekly(SinceLast))
		r.gate = make(chan struct{})
		r.wait(3 * day)
		// A folder in the place of the file: it can't be replaced, not even by root.
		if err := errors.Join(os.Remove(r.file()), os.MkdirAll(filepath.Join(r.file(), "full"), 0o700)); err != nil {
			t.Fatal(err)
		}
		close(r.gate)
		synctest.Wait()
		j, err := r.d.Get(kim, r.get(of.ID).Last.Download)
		if err != nil || j.State != download.Failed || j.Problem.Code != "not_stored" {
			t.Errorf("%+v, %v", j, err)
		}
		r.wantKinds(of)
		if err := os.RemoveAll(r.file()); err != nil {
			t.Fatal(err)
		}
		r.asked = nil
		r.wait(7 * day)
		r.wantAsked("kim 01-10T06:00 / >0")
		r.wantLast(of.ID, download.Ready, "")
	})
}

// wantKinds holds that nothing is promised while the disk takes nothing.
func (r *rig) wantKinds(of Schedule) {
	r.t.Helper()
	_, err := r.s.Create(kim, weekly(Previous))
	wantKind(r.t, err, audit.Unavailable, "not_stored", "")
	_, err = r.s.Change(kim, of.ID, paused(true))
	wantKind(r.t, err, audit.Unavailable, "not_stored", "")
	wantKind(r.t, r.s.Delete(kim, of.ID), audit.Unavailable, "not_stored", "")
	if list := r.s.List(admin); len(list) != 1 || list[0].Paused {
		r.t.Errorf("%+v", list)
	}
}

func TestKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.create(kim, weekly(Previous))
		r.create(lee, func(p *Plan) error {
			*p = Plan{Name: "매월", When: When{Month, 28, "23:59"}, Period: Asked, View: "v1", Paused: true, Ask: download.Ask{TZ: "Asia/Seoul", Q: "김 or *", Filters: map[string][]string{"status": {"failure", ""}}}}
			return nil
		})
		r.wait(3 * day)
		want := r.s.List(admin)
		r.close()
		r.open()
		if diff := cmp.Diff(want, r.s.List(admin)); diff != "" {
			t.Error(diff)
		}
		if info, err := os.Stat(r.file()); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
	})
}

// A file that can't be read is put aside and said; one of a later whodid stops the start.
func TestFilesThatCantBeRead(t *testing.T) {
	for name, text := range map[string]string{
		"torn": "{", "no version": `{"schedules":[]}`, "no owner": `{"version":1,"schedules":[{"id":"x"}]}`, "no time": `{"version":1,"schedules":[{"id":"x","owner":"kim"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "schedules.json")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			st, err := readState(file, zerolog.New(&said))
			if kept, _ := os.ReadFile(file + ".damaged-1"); err != nil || len(st.Schedules) > 0 || string(kept) != text || !strings.Contains(said.String(), "damaged-1") {
				t.Errorf("%v, %+v, kept %q\n%s", err, st, kept, said.String())
			}
		})
	}
	file := filepath.Join(t.TempDir(), "schedules.json")
	if err := os.WriteFile(file, []byte(`{"version":2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readState(file, zerolog.Nop()); err == nil || !strings.Contains(err.Error(), "later whodid") {
		t.Errorf("%v", err)
	}
}
