package download

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"whodid/audit"
	"whodid/audit/query"
)

// many is a log of the same event again and again.
type many struct {
	n  int
	at func(row int) error // what a row meets; nil is nothing
}

func (m many) Scan(ctx context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
	e := rows(1)[0]
	e.Target.Name = strings.Repeat("Seoul Sales ", 40)
	for i := range m.n {
		if m.at != nil {
			if err := m.at(i); err != nil {
				return nil, err
			}
		}
		if err := yield(e); err != nil {
			return nil, err
		}
	}
	return nil, ctx.Err()
}

// What a sheet has while it is written lies in the job's folder, for nobody else to read, counts as bytes, and is gone
// at the end, however that came.
func TestBookSpills(t *testing.T) {
	for _, end := range []string{"ready", "canceled", "stopped", "no room", "folder gone"} {
		t.Run(end, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const n = 20_000
				var d *Downloads
				asked := make(chan string, 1) // takes the job's id
				opts := Options{Dir: t.TempDir()}
				if end == "no room" {
					opts.MaxBytes = 10 << 20
				}
				store := &many{n: n}
				store.at = func(row int) error {
					if row != n-1 || end == "no room" {
						return nil
					}
					id := <-asked
					spill := filepath.Join(opts.Dir, id, spillFolder)
					entries, err := os.ReadDir(spill)
					if err != nil || len(entries) != 1 {
						t.Errorf("%d files, %v", len(entries), err)
						return nil
					}
					info, _ := entries[0].Info()
					folder, _ := os.Stat(spill)
					if info.Mode().Perm() != 0o600 || folder.Mode().Perm() != 0o700 {
						t.Errorf("%v in %v", info.Mode(), folder.Mode())
					}
					d.mu.Lock()
					counted := d.tasks[id].bytes.Load()
					d.mu.Unlock()
					if counted < 16<<20 || counted > info.Size() {
						t.Errorf("%d bytes are counted, %d on disk", counted, info.Size())
					}
					switch end {
					case "canceled":
						return d.Remove(kim, id)
					case "stopped":
						d.stop()
					case "folder gone":
						return os.RemoveAll(spill)
					}
					return nil
				}
				opts.Scanner = store
				d = start(t, opts)
				defer func() { d.Close() }()
				j, err := d.Add(asBook(n))
				if err != nil {
					t.Fatal(err)
				}
				id := j.ID
				asked <- id
				synctest.Wait()
				want := []string{jobFile}
				j = get(t, d, id)
				switch end {
				case "ready":
					wantState(t, j, Ready, "")
					want = []string{j.File, jobFile}
					if j.Bytes > 4<<20 {
						t.Errorf("%d bytes: not packed", j.Bytes)
					}
					content(t, d, j)
				case "canceled":
					wantState(t, j, Canceled, "")
				case "no room":
					wantState(t, j, Failed, "no_room")
				case "folder gone": // what is open is still there
					wantState(t, j, Ready, "")
					want = []string{j.File, jobFile}
				case "stopped":
					d.Close()
					store.at = nil
					d = start(t, opts)
					synctest.Wait()
					j = get(t, d, id)
					wantState(t, j, Ready, "")
					want = []string{j.File, jobFile}
				}
				if diff := cmp.Diff(want, inFolder(t, d, id)); diff != "" {
					t.Errorf("left behind:\n%s", diff)
				}
			})
		})
	}
}
