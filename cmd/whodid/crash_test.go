package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
)

// kill -9 at any moment, of the server or of an import into a folder: when the
// same file is imported again, every event is there once.
func TestKilledImportStoresEveryEventOnce(t *testing.T) {
	t.Parallel()
	rows := auditDownload(t)
	file := save(t, rows)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)

	// One import that nobody disturbs gives the ids, and about how long it takes.
	undisturbed := t.TempDir()
	began := time.Now()
	imported(t, "--data-dir", undisturbed, file)
	whole := time.Since(began)
	srv := serve(t, undisturbed, "127.0.0.1:0")
	want := onceEach(t, search(t, srv.addr))
	srv.kill()

	// How fast the machine is changes while tests run: a kill that comes too late
	// brings the next ones forward, until enough came in time.
	const enough, most = 5, 20
	inTime, partly := 0, 0
	for round := 0; inTime < enough && round < most; round++ {
		ofFolder := round%3 == 2
		name := fmt.Sprintf("server/%d", round+1)
		if ofFolder {
			name = fmt.Sprintf("folder/%d", round+1)
		}
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			moment := time.Duration(random.Int64N(int64(whole)))
			if ofFolder {
				killImport(t, dir, file, moment)
			} else {
				killServer(t, dir, file, moment)
			}
			srv := serve(t, dir, "127.0.0.1:0")
			events := search(t, srv.addr)
			stored := len(events)
			t.Logf("killed after %v, %d of %d events were stored", moment, stored, len(rows))
			if stored == len(rows) {
				sameIDs(t, want, onceEach(t, events))
				whole = max(moment, time.Millisecond)
				return
			}
			inTime++
			if stored > 0 {
				partly++
			}
			imported(t, append(as(srv.addr), file)...)
			events = search(t, srv.addr)
			sameRows(t, rows, events)
			sameIDs(t, want, onceEach(t, events))
			sameIDs(t, want, exportOf(t, srv.addr))
		})
	}
	t.Logf("%d kills came in time, %d of them left a part", inTime, partly)
	if inTime < enough {
		t.Errorf("only %d kills came before the import was done", inTime)
	}
}

func sameIDs(t *testing.T, want, got map[audit.EventID]bool) {
	t.Helper()
	if !maps.Equal(want, got) {
		t.Errorf("ids:\n%.2000s", cmp.Diff(want, got))
	}
}

func killServer(t *testing.T, dir, file string, moment time.Duration) {
	t.Helper()
	srv := serve(t, dir, "127.0.0.1:0")
	c := start(t, nil, append([]string{"import", file, "--retry-for", "0s"}, as(srv.addr)...)...)
	<-time.After(moment)
	srv.kill()
	if code := c.wait(t); code == exitDone {
		return // it was done before
	}
	oneLineWith(t, c.stderr.String(), file, "no server answers")
}

func killImport(t *testing.T, dir, file string, moment time.Duration) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "import", "--data-dir", dir, file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-time.After(moment)
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()
}

// exportOf gives the ids of an export of everything.
func exportOf(t *testing.T, addr string) map[audit.EventID]bool {
	t.Helper()
	out := filepath.Join(t.TempDir(), "export.csv")
	if code, _, stderr := call(t, addr, "export", "-o", out); code != exitDone {
		t.Fatalf("export: exit code %d: %s", code, stderr)
	}
	return idsOf(t, out)
}
