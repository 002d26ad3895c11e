package folder

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"whodid/audit"
)

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

// A name that has no room for the report's ending is cut where the file is moved to.
func TestLongNames(t *testing.T) {
	watch(t, func(r *rig) {
		for _, stem := range []string{strings.Repeat("x", 251), "a" + strings.Repeat("가", 83)} {
			r.write(stem+".csv", "x")
		}
		r.write("x."+strings.Repeat("y", 253), "x")
		r.looks(3)
		if p := r.Status().LastError; p != nil {
			t.Errorf("%+v", p)
		}
		moved := strings.Fields(r.tree())
		if len(moved) != 6 {
			t.Errorf("moved: %q", moved)
		}
		for _, name := range moved {
			if !strings.HasPrefix(name, "done/") || !utf8.ValidString(name) {
				t.Errorf("moved to %q", name)
			}
		}
	})
}

// Names come from strangers: what they hold does nothing to the terminal that shows them.
func TestNamesWithControlCharacters(t *testing.T) {
	watch(t, func(r *rig) {
		if err := os.Mkdir(filepath.Join(r.dir, "a\x1b[2J\nb\xff"), 0o700); err != nil {
			t.Fatal(err)
		}
		r.looks(1)
		r.wantProblem("left_alone", "a\ufffd[2J\ufffdb\ufffd is a folder")
	})
}
