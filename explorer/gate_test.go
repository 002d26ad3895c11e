package explorer

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"whodid/audit"
	"whodid/audit/query"
)

// busy is a store whose searches take as long as took says, and that counts how
// many run at once.
type busy struct {
	took               time.Duration
	running, most, all atomic.Int64
}

func (b *busy) search(ctx context.Context, _ query.Search) (query.Page, error) {
	b.all.Add(1)
	n := b.running.Add(1)
	defer b.running.Add(-1)
	for most := b.most.Load(); n > most && !b.most.CompareAndSwap(most, n); most = b.most.Load() {
	}
	select {
	case <-time.After(b.took):
		return query.Page{}, nil
	case <-ctx.Done():
		return query.Page{}, ctx.Err()
	}
}

// Thirty-two clients that ask again as soon as they are answered: all are, however
// slow the screens, and never more run at once than may.
func TestManyClientsAreAllAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &busy{took: time.Second}
		r := newRig(t, fake{search: b.search}, func(o *Options) { o.MaxSearches = 4 })
		var wg sync.WaitGroup
		for range 32 {
			wg.Go(func() {
				for range 10 {
					if w := r.get("/api/v1/search"); w.Code != 200 {
						t.Errorf("status %d %s", w.Code, w.Body)
					}
				}
			})
		}
		wg.Wait()
		if b.most.Load() != 4 || b.all.Load() != 320 {
			t.Errorf("%d searches, %d at once", b.all.Load(), b.most.Load())
		}
	})
}

// Who would have to wait too long is told to come back; who leaves the queue makes
// room in it at once.
func TestQueueOfSearches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &busy{took: 25 * time.Second}
		r := newRig(t, fake{search: b.search}, func(o *Options) { o.MaxSearches = 1 })
		var wg sync.WaitGroup
		start := time.Now()
		wg.Go(func() {
			if w := r.get("/api/v1/search"); w.Code != 200 {
				t.Errorf("status %d", w.Code)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		wg.Go(func() {
			req, w := request(ctx, "/api/v1/search")
			r.x.ServeHTTP(w, req)
			if time.Since(start) > 0 {
				t.Errorf("left the queue after %v", time.Since(start))
			}
		})
		synctest.Wait()
		cancel()
		w := r.get("/api/v1/search")
		wantError(t, w, 429, "overloaded", "")
		if w.Header().Get("Retry-After") == "" || time.Since(start) != gateTimeout {
			t.Errorf("Retry-After %q after %v", w.Header().Get("Retry-After"), time.Since(start))
		}
		<-time.After(20*time.Second - time.Since(start))
		if w := r.get("/api/v1/search"); w.Code != 200 { // the first is done in five seconds
			t.Errorf("status %d", w.Code)
		}
		wg.Wait()
		if b.all.Load() != 2 || b.most.Load() != 1 {
			t.Errorf("%d searches, %d at once", b.all.Load(), b.most.Load())
		}
	})
}

// stuck is a client that takes nothing until it is let.
type stuck struct {
	*httptest.ResponseRecorder
	let chan struct{}
}

func (s stuck) Write(p []byte) (int, error) {
	<-s.let
	return s.ResponseRecorder.Write(p)
}
func (s stuck) WriteString(text string) (int, error) { return io.WriteString(s.ResponseRecorder, text) }

// Exports have room of their own. One that waits for its client works on nothing:
// others go on, and so do searches.
func TestExportsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := rows(1000, nil)
		r := newRig(t, f, func(o *Options) { o.MaxExports, o.MaxSearches = 3, 1 })
		let := make(chan struct{})
		var wg sync.WaitGroup
		slow := func(want int) {
			wg.Go(func() {
				req, w := request(t.Context(), "/api/v1/export.csv")
				r.x.ServeHTTP(stuck{w, let}, req)
				if w.Code != want || want == 200 && strings.Count(w.Body.String(), "\n") != 1001 {
					t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
				}
			})
			synctest.Wait()
		}
		slow(200)
		slow(200)
		if w := r.get("/api/v1/export.csv"); w.Code != 200 || strings.Count(w.Body.String(), "\n") != 1001 {
			t.Errorf("beside two slow ones: status %d, %d bytes", w.Code, w.Body.Len())
		}
		slow(200)
		wantError(t, r.get("/api/v1/export.csv"), 429, "overloaded", "")
		if w := r.get("/api/v1/search"); w.Code != 200 {
			t.Errorf("a search beside three slow exports: status %d", w.Code)
		}
		close(let)
		wg.Wait()
		if w := r.get("/api/v1/export.csv"); w.Code != 200 {
			t.Errorf("when the slow ones have ended: status %d", w.Code)
		}
		if err := r.x.turns.Turn().Work(t.Context()); err != nil { // for ever, where one was kept
			t.Error(err)
		}
	})
}

// An export that fails, or whose client leaves, gives its turn and room back.
func TestExportThatFailsGivesItsTurnBack(t *testing.T) {
	f := scanning(nil)
	f.scan = func(context.Context, query.Search, func(audit.Event) error) ([]audit.Day, error) {
		return nil, errors.New("disk")
	}
	r := newRig(t, f, func(o *Options) { o.MaxExports = 1 })
	for range 3 {
		if w := r.get("/api/v1/export.csv"); w.Code != http.StatusInternalServerError {
			t.Errorf("status %d", w.Code)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, w := request(ctx, "/api/v1/export.csv")
	r.x.ServeHTTP(w, req)
	soon, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := r.x.turns.Turn().Work(soon); err != nil || !r.x.exports.room.TryAcquire(1) {
		t.Errorf("a turn or the room is gone: %v", err)
	}
}
