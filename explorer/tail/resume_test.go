package tail

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"

	"whodid/audit"
)

func TestResumeReadsTheLogFirst(t *testing.T) {
	log := &memLog{}
	log.store(5000)
	hub, srv := newHub(t, log, Options{MaxFrameBytes: 5000}, func(string) Subscription {
		return Subscription{Search: kim(t), Resume: true, After: 30}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 30)
	got := collect(t, conn, 4998)
	hub.Committed(log.store(3))
	got = append(got, collect(t, conn, 5001)...)
	wantEveryThird(t, got, 30, 5001)
}

func TestResumeFromTheFuture(t *testing.T) {
	log := &memLog{}
	log.store(7)
	hub, srv := newHub(t, log, Options{}, func(string) Subscription {
		return Subscription{Search: asked(t, ""), Resume: true, After: 900}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 7)
	hub.Committed(log.store(2))
	if got := collect(t, conn, 9); !slices.Equal(got, []uint64{8, 9}) {
		t.Errorf("got %v, want 8 and 9", got)
	}
}

func TestResumeOverHoles(t *testing.T) {
	log := &memLog{}
	log.store(4000)
	log.events = slices.Concat(log.events[:10], log.events[3900:3950]) // days between were dropped
	_, srv := newHub(t, log, Options{}, func(string) Subscription {
		return Subscription{Search: asked(t, ""), Resume: true, After: 5}
	})
	conn := dial(t, srv, "/")
	hello(t, conn, 5)
	got := collect(t, conn, 3950)
	if len(got) != 55 || got[4] != 10 || got[5] != 3901 {
		t.Errorf("got %d events: %v", len(got), got)
	}
}

// Resuming while events are committed: each exactly once, in order, for readers
// that join at any moment.
func TestResumeWithoutLossOrRepeatUnderCommits(t *testing.T) {
	const total = 15_000
	log := &memLog{}
	log.store(3000)
	hub, srv := newHub(t, log, Options{InboxEvents: 500, QueueEvents: total, QueueBytes: 1 << 30}, func(path string) Subscription {
		after, err := strconv.ParseUint(path[1:], 10, 64)
		if err != nil {
			t.Error(err)
		}
		return Subscription{Search: kim(t), Resume: true, After: after}
	})
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 3000; n < total; n += 300 {
			hub.Committed(log.store(300))
		}
	})
	for i := range 8 {
		after := uint64(i * 400)
		conn := dial(t, srv, fmt.Sprintf("/%d", after))
		wg.Go(func() {
			want := after - after%3 + 3
			if f, err := read(conn); err != nil || f.Type != "hello" {
				t.Errorf("first frame %v, %v", f.Type, err)
				return
			}
			for want <= total {
				f, err := read(conn)
				if err != nil || f.Type != "events" {
					t.Errorf("frame %v: %v", f, err)
					return
				}
				for _, e := range f.Events {
					if e.Seq != want {
						t.Errorf("got event %d, want %d", e.Seq, want)
						return
					}
					want += 3
				}
			}
		})
	}
	wg.Wait()
}

func TestInboxOverflowReadsTheLog(t *testing.T) {
	log := &memLog{}
	hub, srv := newHub(t, log, Options{InboxEvents: 10}, func(string) Subscription { return Subscription{Search: asked(t, "")} })
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	hub.mu.Lock() // the hub can't deliver: the inbox runs over
	for range 100 {
		hub.Committed(log.store(7))
	}
	hub.mu.Unlock()
	got := collect(t, conn, 700)
	for i, seq := range got {
		if seq != uint64(i)+1 {
			t.Fatalf("event %d at place %d", seq, i)
		}
	}
}

func TestBrokenLogEndsTheTail(t *testing.T) {
	log := &memLog{after: func() error { return errors.New("disk on fire") }}
	log.store(5)
	_, srv := newHub(t, log, Options{}, func(string) Subscription {
		return Subscription{Search: asked(t, ""), Resume: true, After: 1}
	})
	conn := dial(t, srv, "/")
	if f := next(t, conn); f.Type != "error" || f.Error.Code != "unavailable" || strings.Contains(f.Error.Message, "fire") {
		t.Errorf("frame %+v", f)
	}
	if _, err := read(conn); !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
		t.Errorf("closed with %v", err)
	}
}

// dayLost is what a store answers once a day that may hold the events is damaged.
func dayLost() error {
	return fmt.Errorf("after: %w", &audit.Error{Kind: audit.Unavailable, Message: "The day 2026-11-20 can't be read.", Err: errors.New("secret path")})
}

func wantDayLost(t *testing.T, f frame) {
	t.Helper()
	if f.Type != "error" || f.Error.Code != "day_unavailable" || f.Error.Message != "The day 2026-11-20 can't be read." {
		t.Errorf("frame %+v, want an error with code day_unavailable and the store's sentence", f)
	}
}

// A day that can't be read was skipped without a word: whoever resumed over it
// believed to have everything.
func TestResumeOverADayThatCantBeRead(t *testing.T) {
	var reads atomic.Int64
	log := &memLog{after: func() error { reads.Add(1); return dayLost() }}
	log.store(5)
	hub, srv := newHub(t, log, Options{}, func(path string) Subscription {
		return Subscription{Search: asked(t, ""), Resume: path == "/resume", After: 1}
	})
	conn := dial(t, srv, "/resume")
	wantDayLost(t, next(t, conn)) // before any hello, so that clients wait longer and longer
	if _, err := read(conn); !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
		t.Errorf("closed with %v", err)
	}
	if n := reads.Load(); n != 1 {
		t.Errorf("the log was read %d times for one client", n)
	}
	live := dial(t, srv, "/live") // without after nothing is to be read
	hello(t, live, 5)
	hub.Committed(log.store(2))
	if got := collect(t, live, 7); !slices.Equal(got, []uint64{6, 7}) {
		t.Errorf("live: %v, want 6 and 7", got)
	}
}

// The day breaks while a client reads on: it has what came before, and is told.
func TestResumeUpToADayThatCantBeRead(t *testing.T) {
	var reads atomic.Int64
	log := &memLog{after: func() error {
		if reads.Add(1) > 2 {
			return dayLost()
		}
		return nil
	}}
	log.store(5000)
	_, srv := newHub(t, log, Options{}, func(string) Subscription { return Subscription{Search: kim(t), Resume: true, After: 30} })
	conn := dial(t, srv, "/")
	hello(t, conn, 30)
	wantEveryThird(t, collect(t, conn, 2028), 30, 2030) // two portions of a thousand
	wantDayLost(t, next(t, conn))
	if _, err := read(conn); !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
		t.Errorf("closed with %v", err)
	}
}

// Commits outran matching, and the day of those that were put off is damaged: the
// hub went on behind the hole, and no client knew that it had missed anything.
func TestCatchUpOverADayThatCantBeRead(t *testing.T) {
	var reads atomic.Int64
	log := &memLog{}
	hub, srv := newHub(t, log, Options{InboxEvents: 10}, func(string) Subscription { return Subscription{Search: asked(t, "")} })
	conns := []*websocket.Conn{dial(t, srv, "/a"), dial(t, srv, "/b")}
	for _, conn := range conns {
		hello(t, conn, 0)
	}
	log.mu.Lock()
	log.after = func() error { reads.Add(1); return dayLost() }
	log.mu.Unlock()
	hub.mu.Lock() // the hub can't deliver: the inbox runs over
	for range 10 {
		hub.Committed(log.store(7))
	}
	hub.mu.Unlock()
	for _, conn := range conns {
		f := next(t, conn)
		for f.Type == "events" { // those before the hole
			f = next(t, conn)
		}
		wantDayLost(t, f)
		if _, err := read(conn); !websocket.IsCloseError(err, websocket.CloseTryAgainLater) {
			t.Errorf("closed with %v", err)
		}
	}
	if n := reads.Load(); n > 2 { // the inbox may run over twice before the hub gets to it
		t.Errorf("the log was read %d times", n)
	}
	// The hub itself goes on: whoever comes without after sees what is committed. It may still be at the
	// second hole, which ends those that have come meanwhile, too.
	log.mu.Lock()
	log.after = nil
	log.mu.Unlock()
	for try := uint64(1); ; try++ {
		again := dial(t, srv, "/c")
		greeting := next(t, again)
		hub.Committed(log.store(2))
		f := next(t, again)
		if f.Type == "error" && try <= 2 {
			continue
		}
		if greeting.Type != "hello" || f.Type != "events" || f.Events[0].Seq != greeting.Seq+1 {
			t.Fatalf("%s with seq %d, then %+v", greeting.Type, greeting.Seq, f)
		}
		if last := 70 + 2*try; f.Seq < last {
			collect(t, again, last)
		}
		return
	}
}

// After a hole of unknown size nothing more may come: the client would resume
// behind it.
func TestBrokenLogWhileLive(t *testing.T) {
	log := &memLog{}
	hub, srv := newHub(t, log, Options{InboxEvents: 10}, func(string) Subscription { return Subscription{Search: asked(t, "")} })
	conn := dial(t, srv, "/")
	hello(t, conn, 0)
	log.mu.Lock()
	log.after = func() error { return errors.New("disk on fire") }
	log.mu.Unlock()
	hub.mu.Lock()
	for range 10 {
		hub.Committed(log.store(7))
	}
	hub.mu.Unlock()
	var last uint64
	for {
		f := next(t, conn)
		if f.Type == "error" {
			break
		}
		for _, e := range f.Events {
			if e.Seq != last+1 {
				t.Fatalf("event %d after %d", e.Seq, last)
			}
			last = e.Seq
		}
	}
}
