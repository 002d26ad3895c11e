package explorer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/auth"
	"whodid/explorer/download"
	"whodid/explorer/download/schedule"
	"whodid/explorer/turns"
	"whodid/store/memstore"
)

// busyLog is a memstore into which events come at any moment, also while it is being scanned.
type busyLog struct {
	memstore.Store
	t   *testing.T
	dir string // of the server

	mu       sync.Mutex // guards what is below
	random   *rand.Rand
	stored   int
	fails    bool   // the next scan
	breakOff bool   // scans in the middle
	calm     bool   // nothing comes any more
	kill     bool   // the server, during the next scan
	killed   string // the folder as it was then; "" is not yet
}

// odds is true one time in n.
func (l *busyLog) odds(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.IntN(n) == 0
}

// arrive stores some events, of now and of days gone by; l.mu is held.
func (l *busyLog) arrive() {
	for range l.random.IntN(4) {
		l.stored++
		at := time.Now().Add(-time.Duration(l.random.Int64N(int64(9 * 24 * time.Hour)))).UTC().Truncate(time.Millisecond)
		e := audit.Event{ID: audit.EventID(fmt.Sprintf("01KAJ3T5Q1W8Z0R7M2C9%06d", l.stored)), Time: at, User: audit.Person{Name: "Kim"}, Task: audit.TaskViewGroup}
		if _, err := l.Append(context.Background(), []audit.Event{e}); err != nil {
			l.t.Error(err)
		}
	}
}

var errTorn = errors.New("torn")

func (l *busyLog) Scan(ctx context.Context, s query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
	missing, err := l.Store.Scan(ctx, s, func(e audit.Event) error {
		if l.row() {
			return errTorn
		}
		return yield(e)
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails {
		l.fails, err = false, errTorn
	}
	return missing, err
}

// row is what happens beside a row that is read; true breaks the scan off.
func (l *busyLog) row() (off bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calm {
		return false
	}
	if l.random.IntN(3) == 0 {
		l.arrive()
	}
	if l.kill && l.killed == "" && l.random.IntN(2) == 0 {
		l.killed = copyOf(l.t, l.dir)
	}
	return l.breakOff && l.random.IntN(4) == 0
}

// house is an explorer over a folder, in a synctest bubble.
type house struct {
	*rig
	jobs  *download.Downloads
	plans *schedule.Schedules
}

func openHouse(t *testing.T, store *busyLog) house {
	t.Helper()
	dir := store.dir
	jobs, err := download.Open(download.Options{Dir: filepath.Join(dir, "downloads"), Scanner: store, Turns: turns.New(1), Logger: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	plans, err := schedule.Open(schedule.Options{File: filepath.Join(dir, "schedules.json"), Downloads: jobs})
	if err != nil {
		t.Fatal(err)
	}
	// The rig's own rooms are of no use here: their clock stands still.
	a, err := auth.Open(auth.Options{BootstrapToken: token})
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, fake{}, func(o *Options) {
		o.Searcher, o.Scanner, o.Statser, o.Downloads, o.Schedules, o.Auth, o.Now = store, store, store, jobs, plans, a, time.Now
	})
	synctest.Wait()
	return house{r, jobs, plans}
}

func (h house) close() {
	h.plans.Close()
	h.jobs.Close()
}

// Events come whenever they like, files fail and are canceled, the server is killed at any moment: all ready files of a
// schedule together have each event once.
func TestIncrements(t *testing.T) {
	for range 2 {
		seed := rand.Uint64()
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { increments(t, rand.New(rand.NewPCG(seed, 0))) })
		})
	}
}

func increments(t *testing.T, random *rand.Rand) {
	store := &busyLog{t: t, dir: t.TempDir(), random: random}
	h := openHouse(t, store)
	defer func() { h.close() }()
	w := h.call(http.MethodPost, "/api/v1/schedules", `{"name":"New","every":"week","on":3,"at":"02:30","tz":"Europe/Berlin","period":"since_last","q":"kim","format":"ndjson"}`)
	var s wireSchedule
	if err := json.Unmarshal(w.Body.Bytes(), &s); w.Code != http.StatusCreated || err != nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	files := make(map[string][]string) // ids of events, by that of the download
	for range 45 {
		store.mu.Lock()
		store.arrive()
		store.kill, store.breakOff, store.fails = random.IntN(4) == 0, random.IntN(6) == 0, random.IntN(8) == 0
		pause := time.Duration(random.Int64N(int64(3 * 24 * time.Hour)))
		store.mu.Unlock()
		kept := filepath.Join(store.dir, "schedules.json")
		plans, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(pause)
		synctest.Wait()
		if store.odds(5) {
			h.call(http.MethodPost, "/api/v1/schedules/"+s.ID+"/run", "")
			for _, j := range h.jobs.OfSchedule(s.ID) { // perhaps it is done already
				if j.State.Open() && store.odds(2) {
					h.call(http.MethodDelete, "/api/v1/exports/"+j.ID, "")
				}
			}
			synctest.Wait()
		}
		store.mu.Lock()
		killed, from := store.killed, random.IntN(8)
		store.kill, store.breakOff, store.fails, store.killed = false, false, false, ""
		store.mu.Unlock()
		switch {
		case killed != "": // while a file was being written
			h.close()
			store.dir = killed
			h = openHouse(t, store)
		case from == 0: // before the schedules kept anything of the downloads of this step
			h.close()
			if err := os.WriteFile(kept, plans, 0o600); err != nil {
				t.Fatal(err)
			}
			h = openHouse(t, store)
		case from == 1: // in order
			h.close()
			h = openHouse(t, store)
		}
		collect(t, h, s.ID, files)
	}
	// The last file has the rest.
	store.mu.Lock()
	store.calm = true
	store.mu.Unlock()
	if w := h.call(http.MethodPost, "/api/v1/schedules/"+s.ID+"/run", ""); w.Code != http.StatusAccepted {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	synctest.Wait()
	collect(t, h, s.ID, files)
	in := make(map[string]int)
	for _, ids := range files {
		for _, id := range ids {
			in[id]++
		}
	}
	for n := range store.stored {
		if id := fmt.Sprintf("01KAJ3T5Q1W8Z0R7M2C9%06d", n+1); in[id] != 1 {
			t.Errorf("event %s is in %d of %d files", id, in[id], len(files))
		}
	}
	t.Logf("%d events in %d files", store.stored, len(files))
}

// copyOf copies a folder as a kill leaves it at this moment.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	for {
		to := t.TempDir()
		err := os.CopyFS(to, os.DirFS(dir))
		if err == nil {
			return to
		}
		if !errors.Is(err, fs.ErrNotExist) { // else something expired meanwhile
			t.Fatal(err)
		}
	}
}

// collect reads the ready files of a schedule.
func collect(t *testing.T, h house, id string, files map[string][]string) {
	t.Helper()
	for _, j := range h.jobs.OfSchedule(id) {
		if j.State != download.Ready {
			continue
		}
		f, _, err := h.jobs.OpenFile(download.Person{Admin: true}, j.ID)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for line := range strings.Lines(string(text)) {
			var e struct{ ID string }
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, e.ID)
		}
		files[j.ID] = ids
	}
}
