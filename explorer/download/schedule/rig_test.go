package schedule

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"whodid/audit"
	"whodid/audit/query"
	"whodid/explorer/download"
	"whodid/explorer/turns"
)

var kim, lee, admin = download.Person{Name: "kim"}, download.Person{Name: "lee"}, download.Person{Name: "root", Admin: true}

// rig is schedules over downloads of a store of three events, in a synctest bubble, where it is 2000-01-01T00:00Z, a Saturday.
type rig struct {
	t      *testing.T
	dir    string
	d      *download.Downloads
	s      *Schedules
	said   bytes.Buffer
	gate   chan struct{} // where not nil, files wait for it
	fails  error         // of the scan
	refuse error         // of a request
	bug    bool          // in a request
	mu     sync.Mutex    // passes what a test sets on to the rooms' goroutines, and what they note back to it
	shift  atomic.Int64  // of the clock, a time.Duration
	seq    uint64        // the last that is stored
	asked  []string      // what was requested
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, dir: t.TempDir(), seq: 10}
	r.open()
	t.Cleanup(r.close)
	return r
}

func (r *rig) file() string { return filepath.Join(r.dir, "schedules.json") }

func (r *rig) open() {
	r.t.Helper()
	var err error
	r.d, err = download.Open(download.Options{Dir: filepath.Join(r.dir, "downloads"), Scanner: r, Turns: turns.New(1)})
	if err != nil {
		r.t.Fatal(err)
	}
	if r.s, err = Open(Options{File: r.file(), Downloads: r.d, Logger: zerolog.New(&r.said), Now: r.now}); err != nil {
		r.t.Fatal(err)
	}
	if err := errors.Join(r.d.Start(func(url.Values, time.Time) (query.Search, error) { return query.Search{}, nil }), r.s.Start(r.request)); err != nil {
		r.t.Fatal(err)
	}
	synctest.Wait()
}

func (r *rig) now() time.Time { return time.Now().Add(time.Duration(r.shift.Load())) }

func (r *rig) close() {
	r.s.Close()
	r.d.Close()
}

func (r *rig) Scan(ctx context.Context, _ query.Search, yield func(audit.Event) error) ([]audit.Day, error) {
	r.mu.Lock()
	gate := r.gate
	r.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	for i := range 3 {
		if err := yield(audit.Event{ID: audit.EventID(fmt.Sprint(i)), Time: time.Now()}); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return nil, r.fails
}

func (r *rig) request(_ context.Context, owner string, ask download.Ask, since download.Since, mark download.Mark) (download.Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, fmt.Sprintf("%s %s %s/%s >%d", owner, time.Now().UTC().Format("01-02T15:04"), ask.From, ask.To, since.After))
	if r.bug {
		panic("index out of range")
	}
	if r.refuse != nil {
		return download.Job{}, r.refuse
	}
	return r.d.Add(download.Request{
		Owner: owner, Asked: time.Now(), Before: r.seq + 1, Rows: 3, FileName: "f", Since: since, Schedule: mark,
		Form: download.Form{Format: download.CSV, Compression: download.None, Zone: "UTC"},
	})
}

// wantAsked holds what was requested since the last call against what should have been.
func (r *rig) wantAsked(want ...string) {
	r.t.Helper()
	if diff := cmp.Diff(want, r.asked); diff != "" {
		r.t.Errorf("requested (-want +got):\n%s", diff)
	}
	r.asked = nil
}

func (r *rig) wait(d time.Duration) {
	r.mu.Lock()
	r.mu.Unlock() //nolint:staticcheck // what the test set is seen by whoever locks next
	<-time.After(d)
	synctest.Wait()
	r.mu.Lock()
	r.mu.Unlock() //nolint:staticcheck // and likewise back
}

const day = 24 * time.Hour

// weekly runs on Mondays at 06:00, UTC.
func weekly(period Period) Edit {
	return func(p *Plan) error {
		*p = Plan{Name: "Failures", When: When{Week, 1, "06:00"}, Period: period, Ask: download.Ask{TZ: "UTC"}}
		return nil
	}
}

func paused(yes bool) Edit {
	return func(p *Plan) error { p.Paused = yes; return nil }
}

func (r *rig) create(who download.Person, e Edit) Schedule {
	r.t.Helper()
	of, err := r.s.Create(who, e)
	if err != nil {
		r.t.Fatal(err)
	}
	return of
}

func (r *rig) change(id string, e Edit) Schedule {
	r.t.Helper()
	of, err := r.s.Change(kim, id, e)
	if err != nil {
		r.t.Fatal(err)
	}
	return of
}

func (r *rig) get(id string) Schedule {
	r.t.Helper()
	for _, of := range r.s.List(admin) {
		if of.ID == id {
			return of
		}
	}
	r.t.Fatalf("%s is not in the list", id)
	return Schedule{}
}

func (r *rig) wantLast(id string, state download.State, trouble string) Schedule {
	r.t.Helper()
	of := r.get(id)
	got, code := download.State("none"), ""
	if of.Last != nil {
		got = of.Last.State
	}
	if of.Trouble != nil {
		if code = of.Trouble.Code; of.Trouble.Message == "" || of.Trouble.At.IsZero() {
			r.t.Errorf("%+v", of.Trouble)
		}
	}
	if got != state || code != trouble {
		r.t.Errorf("the last run is %s, the error %q; want %s and %q", got, code, state, trouble)
	}
	return of
}

func wantKind(t *testing.T, err error, kind audit.Kind, code, field string) {
	t.Helper()
	var e *audit.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Code != code || e.Field != field || e.Message == "" {
		t.Errorf("error %#v, want kind %d, code %s, field %q", err, kind, code, field)
	}
}
